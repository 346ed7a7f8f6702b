import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { repositoryFolder } from '../../infra/cloud/repository.ts';
import { settings } from '../../infra/settings.ts';
import { expertOfEachKind, knowledgeSeating, knowledgeWithSchedule, synthesize, synthesizeAudit } from './synth.ts';
import { ofType, resourcesOf } from './template-reading.ts';

const template = synthesize({ stage: 'prod', knowledge: knowledgeWithSchedule(undefined, ', missed: run') });
const alarm = z.looseObject({
  AlarmName: z.string(),
  AlarmDescription: z.string(),
  AlarmActions: z.array(z.unknown()),
  TreatMissingData: z.string(),
});
const alarms = ofType(template, 'AWS::CloudWatch::Alarm').map(([, resource]) => alarm.parse(resource.Properties));

/** Sections of the runbook's alarms by heading. */
const sections = new Map(
  readFileSync(join(repositoryFolder, 'RUNBOOK.md'), 'utf8')
    .split(/^### /m)
    .slice(1)
    .map((section) => [section.slice(0, section.indexOf('\n')).trim(), section] as const),
);
const headingOf = ({ AlarmDescription }: z.infer<typeof alarm>): string =>
  / RUNBOOK\.md#([\w-]+)$/.exec(AlarmDescription)?.[1] ?? 'no heading';

describe('every alarm', () => {
  it.each(alarms.map((one) => [one.AlarmName, one] as const))('%s says who is hurt and where to read on', (name, one) => {
    const impact = one.AlarmDescription.replace(/ RUNBOOK\.md#[\w-]+$/, '');
    expect(impact).toMatch(/^[A-Z].{30,}\.$/);
    expect([...sections.keys()]).toContain(headingOf(one));
    expect(name.startsWith(`circle-prod-${headingOf(one)}`)).toBe(true);
  });

  it('reaches the topic, and is quiet when nothing happens', () => {
    for (const { AlarmActions, TreatMissingData } of alarms) {
      expect(AlarmActions).toHaveLength(1);
      expect(TreatMissingData).toBe('notBreaching');
    }
  });

  it('is measured by one metric: the emulator knows no metric math', () => {
    for (const one of alarms) {
      expect(one['Metrics']).toBeUndefined();
    }
  });
});

describe('the runbook', () => {
  it('has a heading for alarms that exist, and for no others', () => {
    expect([...sections.keys()].sort()).toEqual([...new Set(alarms.map(headingOf))].sort());
  });

  it.each([...sections])('%s says what it means, whom it hurts, how to look and what to do', (_, section) => {
    for (const part of ['**Description.**', '**Impact.**', '**Investigation.**', '**Resolution.**']) {
      expect(section).toContain(part);
    }
    expect(section.slice(section.indexOf('**Investigation.**'))).toContain('aws ');
  });

  it('gives commands for log groups that exist', () => {
    const groups = [...ofType(template, 'AWS::Logs::LogGroup'), ...ofType(synthesizeAudit(), 'AWS::Logs::LogGroup')].map(
      ([, { Properties }]) => String(Properties['LogGroupName']).replace('prod', '$STAGE'),
    );
    const named = [...sections.values()].flatMap((section) => [...section.matchAll(/logs tail (\S+)/g)].map(([, group]) => group ?? ''));
    expect(named.length).toBeGreaterThan(5);
    for (const group of named.filter((one) => !one.includes('$PROVIDER'))) {
      expect(groups).toContain(group);
    }
  });
});

describe('the topic', () => {
  it('lets alarms in, which a policy of its own would shut out', () => {
    const [[, policy] = []] = ofType(template, 'AWS::SNS::TopicPolicy');
    expect(JSON.stringify(policy?.Properties)).toContain('"cloudwatch.amazonaws.com"');
  });
});

describe('the alarms of a development stage', () => {
  it('are those that tell of a broken stage, which all exist', () => {
    const names = ofType(synthesize(), 'AWS::CloudWatch::Alarm').map(([, { Properties }]) => String(Properties['AlarmName']));
    expect(names.sort()).toEqual(settings.dev.alarms.only?.map((heading) => `circle-dev-${heading}`).sort());
  });
});

describe('the dashboard', () => {
  it.each(['dev', 'prod'] as const)('shows no more metrics than are free of charge, whoever is seated (%s)', (stage) => {
    const [[, dashboard] = []] = ofType(
      synthesize({ stage, knowledge: knowledgeSeating(...expertOfEachKind) }),
      'AWS::CloudWatch::Dashboard',
    );
    const body = JSON.stringify(dashboard?.Properties['DashboardBody']);
    const metrics = [...body.matchAll(/\[\\"AWS\//g)].length;
    expect(metrics).toBeGreaterThan(30);
    expect(metrics).toBeLessThanOrEqual(50);
  });

  it('follows a consultation from the door to the table', () => {
    const [[, dashboard] = []] = ofType(template, 'AWS::CloudWatch::Dashboard');
    const body = JSON.stringify(dashboard?.Properties['DashboardBody']);
    const order = ['API:', 'Workflow:', 'Queues:', 'Workers:', 'Consensus:', 'Table:'].map((title) => body.indexOf(title));
    expect(order).toEqual([...order].sort((a, b) => a - b));
    expect(Math.min(...order)).toBeGreaterThan(0);
  });
});

describe('schedules', () => {
  it.each([
    ['rate(1 minute)', settings.prod.schedules.sweep],
    ['rate(15 minutes)', settings.prod.schedules.probeExperts],
    ['rate(1 day)', settings.prod.schedules.relearn],
  ])('%s gives up in time, and what it could not deliver is kept', (expression, { retries, maxAgeSeconds }) => {
    const schedule = ofType(template, 'AWS::Scheduler::Schedule')
      .map(([, resource]) => resource.Properties)
      .find((properties) => properties['ScheduleExpression'] === expression);
    const { RetryPolicy, DeadLetterConfig } = z
      .looseObject({
        RetryPolicy: z.unknown(),
        DeadLetterConfig: z.object({ Arn: z.object({ 'Fn::GetAtt': z.tuple([z.string(), z.string()]) }) }),
      })
      .parse(schedule?.['Target']);
    expect(RetryPolicy).toEqual({ MaximumRetryAttempts: retries, MaximumEventAgeInSeconds: maxAgeSeconds });
    expect(resourcesOf(template).get(DeadLetterConfig.Arn['Fn::GetAtt'][0])?.Type).toBe('AWS::SQS::Queue');
  });

  it('leave what Lambda itself gives up in the same queue', () => {
    template.resourceCountIs('AWS::Lambda::EventInvokeConfig', 5);
    template.allResourcesProperties('AWS::Lambda::EventInvokeConfig', { MaximumRetryAttempts: 1 });
  });
});
