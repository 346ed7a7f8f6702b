import { readFileSync } from 'node:fs';
import validate from 'asl-validator';
import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { definitionFile } from '../../infra/cloud/workflow.ts';
import { type FunctionKind, settings } from '../../infra/settings.ts';
import { deadlineMaxSeconds } from '../../shared/contract/question.ts';
import { deadlineSlackSeconds } from '../../shared/contract/workflow.ts';
import { synthesize } from './synth.ts';
import { functionsOf, ofType } from './template-reading.ts';

const text = readFileSync(definitionFile, 'utf8');
const state = z.looseObject({
  Type: z.string(),
  TimeoutSeconds: z.number().optional(),
  TimeoutSecondsPath: z.string().optional(),
  Parameters: z.looseObject({ FunctionName: z.string() }).optional(),
});
const definition = z.looseObject({ TimeoutSeconds: z.number(), States: z.record(z.string(), state) });
const { TimeoutSeconds, States } = definition.parse(JSON.parse(text));
const tasks = Object.entries(States).filter(([, { Type }]) => Type === 'Task');

describe('the definition', () => {
  it('is valid with its substitutions filled in', () => {
    const filled = text.replaceAll(/\$\{(\w+)\}/g, 'arn:aws:lambda:us-east-1:000000000000:function:$1');
    const { isValid, errorsText } = validate(JSON.parse(filled));
    expect(errorsText()).toBe('');
    expect(isValid).toBe(true);
  });

  it('has Task states only, and one Fail at the end', () => {
    const others = Object.values(States).filter(({ Type }) => Type !== 'Task');
    expect(others.map(({ Type }) => Type)).toEqual(['Fail']);
  });

  it('enters three states from question to verdict, each of which is billed', () => {
    const next = z.looseObject({ Next: z.string().optional() });
    const path: string[] = [];
    for (let name: string | undefined = 'Prepare'; name !== undefined; name = next.parse(States[name]).Next) path.push(name);
    expect(path).toEqual(['Prepare', 'Ask', 'Conclude']);
  });

  it('gives the function that concludes time for the core beside its own', () => {
    const { conclude, consensus, fail } = settings.prod.functions;
    expect(conclude.timeoutSeconds).toBeGreaterThanOrEqual(consensus.timeoutSeconds + 2 * fail.timeoutSeconds);
  });

  it.each(tasks)('gives %s a time limit of its own', (_, task) => {
    expect(task.TimeoutSeconds ?? task.TimeoutSecondsPath).toBeDefined();
  });

  it('uses the token and the name of the execution, and nothing else of the context', () => {
    expect(new Set(text.match(/\$\$\.[\w.]+/g))).toEqual(new Set(['$$.Task.Token', '$$.Execution.Name']));
  });

  it('has no JSONata, no variables, no heartbeats', () => {
    expect(text).not.toMatch(/JSONata|\{%|"Arguments"|"Output"|"Assign"|Heartbeat/);
  });

  it('keeps its own limit, which cannot be caught, above the longest deadline and one try of everything else', () => {
    const fixed = tasks.reduce((sum, [, task]) => sum + (task.TimeoutSeconds ?? 0), 0);
    expect(TimeoutSeconds).toBeGreaterThan(deadlineMaxSeconds + deadlineSlackSeconds + fixed);
  });

  it.each(['prepare', 'conclude', 'fail'] satisfies FunctionKind[])('waits longer for %s than its function runs', (name) => {
    const [, task] = tasks.find(([, { Parameters }]) => Parameters?.FunctionName.toLowerCase() === `\${${name}function}`) ?? [];
    expect(task?.TimeoutSeconds).toBeGreaterThan(settings.prod.functions[name].timeoutSeconds);
  });
});

describe('the deployed state machine', () => {
  const template = synthesize();
  const functions = functionsOf(template);

  it('is a Standard one, traced, that logs what fails without its data', () => {
    template.hasResourceProperties('AWS::StepFunctions::StateMachine', {
      StateMachineName: 'circle-dev-consultations',
      StateMachineType: 'STANDARD',
      TracingConfiguration: { Enabled: true },
      LoggingConfiguration: Match.objectLike({ Level: 'ERROR', IncludeExecutionData: false }),
    });
  });

  it('is the file as it is, with a function for every name in it', () => {
    const [[, machine] = []] = ofType(template, 'AWS::StepFunctions::StateMachine');
    const { DefinitionString, DefinitionSubstitutions } = z
      .looseObject({ DefinitionString: z.string(), DefinitionSubstitutions: z.record(z.string(), z.unknown()) })
      .parse(machine?.Properties);
    expect(DefinitionString).toBe(text);
    const functionArn = (name: string) => ({ 'Fn::GetAtt': [functions.get(name)?.logicalId, 'Arn'] });
    expect(DefinitionSubstitutions).toEqual({
      PrepareFunction: functionArn('prepare'),
      AskFunction: functionArn('ask'),
      ConcludeFunction: functionArn('conclude'),
      FailFunction: functionArn('fail'),
    });
    expect(new Set(Object.keys(DefinitionSubstitutions))).toEqual(new Set(text.match(/(?<=\$\{)\w+(?=\})/g)));
  });
});
