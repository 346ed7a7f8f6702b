import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { eventBridgeCron } from '../../infra/cloud/schedules.ts';
import { knowledgeWithSchedule, synthesize } from './synth.ts';

describe('the schedules of circles.yaml', () => {
  const template = synthesize({ knowledge: knowledgeWithSchedule() });

  it('call the job that asks, with the time that the call stands for', () => {
    template.hasResourceProperties('AWS::Scheduler::Schedule', {
      ScheduleExpression: 'cron(30 6 ? * MON *)',
      ScheduleExpressionTimezone: 'Europe/Berlin',
      Target: {
        Input: '{"schedule":"weekly","at":"<aws.scheduler.scheduled-time>"}',
        RetryPolicy: { MaximumRetryAttempts: 2, MaximumEventAgeInSeconds: 600 },
        DeadLetterConfig: Match.anyValue(),
      },
    });
  });

  it.each([
    ['overlap: queue', 1],
    ['missed: run', 1],
    ['overlap: skip, missed: tell', 0],
  ])('have a job each minute for what is owed, if they promise that nothing is lost: %s', (rules, jobs) => {
    const owing = synthesize({ knowledge: knowledgeWithSchedule(undefined, `, ${rules}`) });
    const calls = Object.values(owing.findResources('AWS::Scheduler::Schedule')).map(({ Properties }) => Properties);
    const minutely = calls.filter(({ ScheduleExpression }) => ScheduleExpression === 'rate(1 minute)');
    // The other one is the sweeper.
    expect(minutely).toHaveLength(jobs + 1);
    const names = Object.keys(owing.findResources('AWS::Lambda::Function'));
    expect(names.filter((name) => /startowed/i.test(name))).toHaveLength(jobs);
  });

  it('are counted by what became of each time, from the log of the job', () => {
    const filters = Object.values(template.findResources('AWS::Logs::MetricFilter')).map(({ Properties }) => Properties);
    expect(filters).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          FilterPattern: expect.stringContaining('($.code = "SCHEDULE_STARTED")'),
          MetricTransformations: [
            expect.objectContaining({
              MetricNamespace: 'circle/dev',
              MetricName: 'ScheduledTimes',
              Dimensions: [
                { Key: 'Schedule', Value: '$.schedule' },
                { Key: 'Outcome', Value: '$.code' },
              ],
            }),
          ],
        }),
      ]),
    );
  });

  it('are nothing where none is declared', () => {
    const names = Object.keys(synthesize().findResources('AWS::Lambda::Function'));
    expect(names.filter((name) => /scheduled/i.test(name))).toEqual([]);
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
