/** A schedule that reviews what is deployed, in embedded mode: from the folder on the disk to what is told of it. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { shownSchedule } from '../../shared/contract/schedule.ts';
import { scheduledRunId } from '../../shared/domain/schedule-times.ts';
import { type CircleClient, circleClient } from './circle-client.ts';
import { type InProcessTarget, openInProcess } from './in-process-target.ts';
import { type KnowledgeFolder, writeKnowledge } from './knowledge-folder.ts';

const at = '2026-01-01T00:00:00.000Z';
const id = scheduledRunId('yearly', new Date(at));

let knowledge: KnowledgeFolder;
let target: InProcessTarget;
let circle: CircleClient;
beforeAll(async () => {
  const review = { folder: './templates', experts: ['reviewer'], quorum: 1, deadlineSeconds: 600 };
  knowledge = writeKnowledge({
    experts: { reviewer: { provider: 'human', model: 'person' } },
    circles: { default: { experts: ['reviewer'], quorum: 1 } },
    schedules: { yearly: { cron: '0 0 1 1 *', review } },
  });
  target = await openInProcess(knowledge.path);
  circle = circleClient(target.url, target.key, 10_000);
}, 900_000);
afterAll(async () => {
  await target?.close();
  knowledge?.remove();
});

it('has whoever sits there review the files as they are at its time, and tells what it has come to', async () => {
  await target.deploy({ shop: JSON.stringify({ Resources: { Orders: { Type: 'AWS::SNS::Topic' } } }, undefined, 1) });
  await target.startScheduled('yearly', at);
  expect((await circle.look(id)).question).toContain('"Orders": {');
  const handedIn = await circle.handIn(id, 'reviewer', 'Nothing that would hurt.\n```json\n[]\n```\nAnswer: approve');
  expect(handedIn, handedIn.text).toMatchObject({ status: 201 });
  await circle.end(id);
  const { schedules } = JSON.parse((await circle.send('GET', '/v1/schedules')).text) as { readonly schedules: readonly unknown[] };
  expect(shownSchedule.parse(schedules[0])).toMatchObject({
    times: [{ at, outcome: 'ran', consultationId: id }],
    review: { of: 'the folder ./templates', subject: 'schedule/yearly', last: { id, verdict: 'approve', notReviewed: 0, since: null } },
  });
});
