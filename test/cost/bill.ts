/** What one consultation costs, without the time that its experts take and with it. */
import type { Counted } from './count-calls.ts';
import type { BillLine } from './prices.ts';
import type { FunctionFacts, SightFacts } from './template-facts.ts';

/**
 * Milliseconds of a warm call, without waiting for a provider: assumptions, since nothing here is Lambda. A call of the core and each call of
 * the table are some milliseconds; what is left is our own work at the share of a processor that the memory brings.
 */
const warmMs: Readonly<Record<string, number>> = { api: 60, prepare: 40, ask: 70, conclude: 120, expert: 150, consensus: 15 };
/** Bytes of one line of ours, of what Lambda writes about a call, of one event of the state machine, and of one line of the gateway. */
const bytes = { line: 400, call: 350, event: 450, access: 600 };
/** Events that the history of a run has for each state, and beside them. */
const eventsOf = { state: 5, run: 2 };

/** The lines of one consultation's bill. Keys and authorizer answers are cached by warm functions, and cost nothing here. */
export function consultationLines(counted: Counted, facts: ReadonlyMap<string, FunctionFacts>, sight: SightFacts): readonly BillLine[] {
  const calls = Object.entries(counted.functions);
  const allCalls = calls.reduce((sum, [, count]) => sum + count, 0);
  const events = sight.logsEvents ? counted.states * eventsOf.state + eventsOf.run : 0;
  const logBytes = counted.logLines * bytes.line + allCalls * bytes.call + events * bytes.event + 2 * bytes.access;
  const gbSeconds = calls.reduce((sum, [name, count]) => sum + (count * warmOf(name) * factsOf(name, facts).gigabytes) / 1000, 0);
  return [
    { what: 'Step Functions: states', priced: 'stepFunctionsTransition', amount: counted.states },
    { what: 'DynamoDB: writes', priced: 'dynamoWriteUnit', amount: counted.writeUnits },
    { what: 'DynamoDB: reads', priced: 'dynamoReadUnit', amount: counted.readUnits },
    { what: 'S3: large questions written', priced: 's3Put', amount: counted.textsWritten },
    { what: 'S3: large questions read', priced: 's3Get', amount: counted.textsRead },
    { what: 'Lambda: calls', priced: 'lambdaRequest', amount: allCalls },
    { what: 'Lambda: time', priced: 'lambdaGbSecondArm', amount: gbSeconds },
    { what: 'API Gateway: POST and GET', priced: 'apiGatewayRequest', amount: 2 },
    { what: 'SQS', priced: 'sqsRequest', amount: counted.sqsRequests },
    { what: 'EventBridge', priced: 'eventBridgeEvent', amount: counted.events },
    // Those of the two requests and of the state machine; functions below them belong to theirs, and a traced one called by others begins its own.
    { what: 'X-Ray: traces', priced: 'xrayTrace', amount: 2 * sight.tracedRequests + sight.tracedRuns + ownTraces(counted, facts) },
    { what: 'CloudWatch Logs', priced: 'logsGb', amount: logBytes / 1e9 },
  ];
}

/** What is paid while the experts think: the workers' memory, and their looks at the run. */
export function waitingLines(counted: Counted, facts: ReadonlyMap<string, FunctionFacts>, seconds: number): readonly BillLine[] {
  const workers = counted.functions['expert'] ?? 0;
  return [
    { what: 'Lambda: workers', priced: 'lambdaGbSecondArm', amount: workers * seconds * factsOf('expert', facts).gigabytes },
    { what: 'DynamoDB: looks at the run', priced: 'dynamoReadUnit', amount: workers * seconds * counted.lookReadUnits },
  ];
}

function ownTraces({ functions }: Counted, facts: ReadonlyMap<string, FunctionFacts>): number {
  return ['expert', 'consensus'].reduce((sum, name) => sum + (factsOf(name, facts).traced ? (functions[name] ?? 0) : 0), 0);
}

function warmOf(name: string): number {
  const known = warmMs[name];
  if (known === undefined) throw new Error(`no time is assumed for the function ${name}`);
  return known;
}

function factsOf(name: string, facts: ReadonlyMap<string, FunctionFacts>): FunctionFacts {
  const found = facts.get(name);
  if (!found) throw new Error(`the template has no function ${name}`);
  return found;
}
