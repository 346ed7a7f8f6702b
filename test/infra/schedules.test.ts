import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { DefinitionBody, Pass, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { describe, expect, it } from 'vitest';
import { eventBridgeCron, Schedules } from '../../infra/cloud/schedules.ts';

describe('the schedules of circles.yaml', () => {
  it('start the state machine with the bare question', () => {
    const knowledgeFolder = mkdtempSync(join(tmpdir(), 'circle-'));
    const circles = readFileSync(join(import.meta.dirname, '../../layers/knowledge/circles.yaml'), 'utf8');
    const schedule = 'schedules:\n  weekly: { cron: "30 6 * * 1", timezone: Europe/Berlin, consultation: { question: Is it safe? } }\n';
    writeFileSync(join(knowledgeFolder, 'circles.yaml'), `${circles}\n${schedule}`);
    const stack = new Stack(new App(), 'Test');
    const stateMachine = new StateMachine(stack, 'Machine', { definitionBody: DefinitionBody.fromChainable(new Pass(stack, 'Pass')) });

    new Schedules(stack, 'Schedules', { knowledgeFolder, stateMachine });

    Template.fromStack(stack).hasResourceProperties('AWS::Scheduler::Schedule', {
      ScheduleExpression: 'cron(30 6 ? * MON *)',
      ScheduleExpressionTimezone: 'Europe/Berlin',
      Target: { Input: '{"question":"Is it safe?"}', RetryPolicy: { MaximumRetryAttempts: 2, MaximumEventAgeInSeconds: 600 } },
    });
    rmSync(knowledgeFolder, { recursive: true });
  });

  it.each([
    ['0 6 * * *', 'cron(0 6 * * ? *)'],
    ['*/15 * * * *', 'cron(0/15 * * * ? *)'],
    ['0 8 1 */3 *', 'cron(0 8 1 1/3 ? *)'],
    ['0 8 * * 1-5', 'cron(0 8 ? * MON-FRI *)'],
    ['0 8 * * 0,7', 'cron(0 8 ? * SUN,SUN *)'],
    ['0 8 * * MON', 'cron(0 8 ? * MON *)'],
    ['0 6 * * 5L', 'cron(0 6 ? * FRIL *)'],
    ['0 6 * * 5#L', 'cron(0 6 ? * FRIL *)'],
    ['0 6 * * FRIL', 'cron(0 6 ? * FRIL *)'],
    ['0 6 * * 0L', 'cron(0 6 ? * SUNL *)'],
    ['0 6 * * 1#2', 'cron(0 6 ? * MON#2 *)'],
    ['0 6 * * MON#2,3#4', 'cron(0 6 ? * MON#2,WED#4 *)'],
    ['0 6 * * */2', 'cron(0 6 ? * SUN,TUE,THU,SAT *)'],
    ['0 6 * * 1-5/2', 'cron(0 6 ? * MON,WED,FRI *)'],
    ['0 6 * * MON-FRI/2', 'cron(0 6 ? * MON,WED,FRI *)'],
    ['0 6 L * *', 'cron(0 6 L * ? *)'],
  ])('writes %s as %s', (cron, expression) => {
    expect(eventBridgeCron(cron)).toBe(expression);
  });

  it('refuses what EventBridge cannot express', () => {
    expect(() => eventBridgeCron('0 8 1 * 1')).toThrow(/takes one/);
  });
});
