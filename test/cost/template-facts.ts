/** What the synthesized template says of what is billed. */
import type { Template } from 'aws-cdk-lib/assertions';
import * as z from 'zod';
import { functionsOf, ofType } from '../infra/template-reading.ts';
import type { BillLine, Prices } from './prices.ts';

/** Minutes of a month of 730 hours. */
const monthMinutes = 43_800;
/** Long polling: each poller asks three times a minute. Of an idle queue's five, two stay unless a maximum is set. */
const pollsPerMinute = 3;
const pollers = { capped: 5, free: 2 };
/** Milliseconds of a job that finds nothing to do, warm, and what such a call writes to its log in bytes. An assumption. */
const idleJobMs = 60;
const idleJobLogBytes = 700;

/** Memory of a function in gigabytes, and whether Lambda begins a trace at each of its calls. */
export interface FunctionFacts {
  readonly gigabytes: number;
  readonly traced: boolean;
}

/** By the kinds of the settings; all experts are one. */
export function functionFacts(template: Template): ReadonlyMap<string, FunctionFacts> {
  return new Map(
    [...functionsOf(template)].map(([name, { properties }]) => [
      name.startsWith('expert-') ? 'expert' : name,
      { gigabytes: properties.MemorySize / 1024, traced: properties.TracingConfig.Mode === 'Active' },
    ]),
  );
}

/** What is traced and logged of a consultation. */
export interface SightFacts {
  /** Shares, 0 to 1, of the requests at the gateway and of the runs. Where some a second are traced whatever the share, a quiet stage traces all. */
  readonly tracedRequests: number;
  readonly tracedRuns: number;
  /** Whether the state machine logs each event, and not only what fails. */
  readonly logsEvents: boolean;
}

const samplingRule = z.looseObject({ ServiceType: z.string(), FixedRate: z.number(), ReservoirSize: z.number() });

export function sightFacts(template: Template): SightFacts {
  const rules = ofType(template, 'AWS::XRay::SamplingRule').map(([, { Properties }]) => samplingRule.parse(Properties['SamplingRule']));
  const shareOf = (type: string) => {
    const rule = rules.find(({ ServiceType }) => ServiceType === type);
    return rule === undefined || rule.ReservoirSize > 0 ? 1 : rule.FixedRate;
  };
  const [, machine] = ofType(template, 'AWS::StepFunctions::StateMachine')[0] ?? [];
  const { Level } = z.looseObject({ Level: z.string() }).parse(machine?.Properties['LoggingConfiguration']);
  return {
    tracedRequests: shareOf('AWS::ApiGateway::Stage'),
    tracedRuns: shareOf('AWS::StepFunctions::StateMachine'),
    logsEvents: Level === 'ALL',
  };
}

/** What a month costs in which nobody asks. */
export function idleLines(template: Template, prices: Prices): readonly BillLine[] {
  const count = (type: string) => ofType(template, type).length;
  return [
    { what: 'secrets', priced: 'secret', amount: count('AWS::SecretsManager::Secret') },
    { what: 'keys of KMS', priced: 'key', amount: count('AWS::KMS::Key') },
    { what: 'alarms', priced: 'alarm', amount: count('AWS::CloudWatch::Alarm') },
    { what: 'dashboards above 50 metrics', priced: 'dashboard', amount: largeDashboards(template, prices) },
    { what: 'polling of queues', priced: 'sqsRequest', amount: polls(template) },
    { what: 'web firewall', priced: 'webAcl', amount: count('AWS::WAFv2::WebACL') },
    { what: 'rules of the web firewall', priced: 'webAclRule', amount: firewallRules(template) },
    ...jobLines(template),
  ];
}

function largeDashboards(template: Template, { dashboardFreeMetrics }: Prices): number {
  return ofType(template, 'AWS::CloudWatch::Dashboard').filter(
    ([, { Properties }]) => metricsOf(JSON.stringify(Properties['DashboardBody'])) > dashboardFreeMetrics,
  ).length;
}

/** Metrics of a dashboard's body. */
export function metricsOf(body: string): number {
  return [...body.matchAll(/\[\\"AWS\//g)].length;
}

function polls(template: Template): number {
  const scaling = z.looseObject({ ScalingConfig: z.unknown().optional() });
  const mappings = ofType(template, 'AWS::Lambda::EventSourceMapping').map(([, { Properties }]) => scaling.parse(Properties));
  const all = mappings.map(({ ScalingConfig }) => (ScalingConfig === undefined ? pollers.free : pollers.capped));
  return all.reduce((sum, each) => sum + each, 0) * pollsPerMinute * monthMinutes;
}

function firewallRules(template: Template): number {
  const acl = z.looseObject({ Rules: z.array(z.unknown()) });
  return ofType(template, 'AWS::WAFv2::WebACL').reduce((sum, [, { Properties }]) => sum + acl.parse(Properties).Rules.length, 0);
}

/** Schedules of the stack's own jobs; a recurring consultation of `circles.yaml` is paid for as a consultation. */
function jobLines(template: Template): readonly BillLine[] {
  const facts = functionFacts(template);
  const names = new Map([...functionsOf(template)].map(([name, { logicalId }]) => [logicalId, name]));
  return ofType(template, 'AWS::Scheduler::Schedule').flatMap(([, { Properties }]): readonly BillLine[] => {
    const minutes = minutesOf(String(Properties['ScheduleExpression']));
    const name = names.get(/"Fn::GetAtt":\["(\w+)"/.exec(JSON.stringify(Properties['Target']))?.[1] ?? '');
    const job = name === undefined ? undefined : facts.get(name);
    if (minutes === undefined || job === undefined) return [];
    const calls = monthMinutes / minutes;
    return [
      { what: `${name}: schedule`, priced: 'schedulerInvocation', amount: calls },
      { what: `${name}: calls`, priced: 'lambdaRequest', amount: calls },
      { what: `${name}: time`, priced: 'lambdaGbSecondArm', amount: (calls * idleJobMs * job.gigabytes) / 1000 },
      { what: `${name}: log`, priced: 'logsGb', amount: (calls * idleJobLogBytes) / 1e9 },
      { what: `${name}: reads`, priced: 'dynamoReadUnit', amount: calls },
      { what: `${name}: traces`, priced: 'xrayTrace', amount: job.traced ? calls : 0 },
    ];
  });
}

function minutesOf(expression: string): number | undefined {
  const [, amount, unit] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression) ?? [];
  if (amount === undefined) return undefined;
  return Number(amount) * (unit === 'day' ? 1440 : unit === 'hour' ? 60 : 1);
}
