/** The black-box suite: what a caller of a circle may rely on, in sentences, on any target. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Receiver, startReceiver } from '../support/receiver.ts';
import { circleClient } from './circle-client.ts';
import { type KnowledgeFolder, panel, writeKnowledge } from './knowledge-folder.ts';
import { type ModelServer, startModelServer } from './model-server.ts';
import { tellAgents } from './suite/agents.ts';
import { tellAsking } from './suite/asking.ts';
import { tellChatting } from './suite/chatting.ts';
import { tellConsole } from './suite/console.ts';
import { type Stage, teller } from './suite/context.ts';
import { tellDebating } from './suite/debating.ts';
import { tellDoors } from './suite/doors.ts';
import { tellEnding } from './suite/ending.ts';
import { tellFollowing } from './suite/following.ts';
import { tellJudging } from './suite/judging.ts';
import { tellLearning } from './suite/learning.ts';
import { tellLimiting } from './suite/limiting.ts';
import { tellListing } from './suite/listing.ts';
import { tellOneRun } from './suite/one-run.ts';
import { tellQueueing } from './suite/queueing.ts';
import { tellRefusing } from './suite/refusing.ts';
import { tellReplacing } from './suite/replacing.ts';
import { tellReviewing } from './suite/reviewing.ts';
import { tellScheduling } from './suite/scheduling.ts';
import { tellSizes } from './suite/sizes.ts';
import { tellStaging } from './suite/staging.ts';
import { tellTelling } from './suite/telling.ts';
import type { OpenTarget, Target } from './target.ts';

/** Milliseconds that an end may take at most where nothing in a test delays it. */
const patienceMs = { quick: 10_000, slow: 30_000 };
/** Milliseconds to open a target: it may first have to build the core, or to deploy. */
const openMs = 900_000;
/** Seconds; a slow target needs some to come round to every expert. */
const shortDeadline = { quick: 1, slow: 5 };
/** Consultations at once; in quick places as many as it takes until what is learnt decides, and one more. */
const throng = { quick: 21, slow: 5 };

/** Runs every test on a target. The experts are the same everywhere and sit on a model server of this process. */
export function circleSuite(target: Target): void {
  const pace = target.slow ? 'slow' : 'quick';
  const gaps = target.gaps ?? [];
  const told: string[] = [];
  let models: ModelServer;
  let receiver: Receiver;
  let knowledge: KnowledgeFolder;
  let open: OpenTarget;
  let stage: Stage;

  // Tests wait far more than they work, and none depends on another: only a target with one worker has to take them in turn.
  describe(`a circle ${target.name}`, { concurrent: !target.slow }, () => {
    beforeAll(async () => {
      models = await startModelServer();
      receiver = await startReceiver();
      knowledge = writeKnowledge(panel(models.baseUrl, receiver.url));
      open = await target.open(knowledge.path);
      const circle = circleClient(open.url, open.key, patienceMs[pace]);
      stage = { circle, models, receiver, target: open, shortDeadline: shortDeadline[pace], throng: throng[pace], cloud: target.slow };
    }, openMs);
    afterAll(async () => {
      await open?.close();
      await models?.close();
      await receiver?.close();
      knowledge?.remove();
    });

    const tell = teller(() => stage, gaps, told);
    for (const theme of [
      tellDoors,
      tellConsole,
      tellAsking,
      tellChatting,
      tellFollowing,
      tellOneRun,
      tellRefusing,
      tellEnding,
      tellStaging,
      tellLimiting,
      tellReplacing,
      tellDebating,
      tellSizes,
      tellQueueing,
      tellJudging,
      tellReviewing,
      tellScheduling,
      tellLearning,
      tellListing,
      tellAgents,
      tellTelling,
    ])
      theme(tell);

    it('has a test for every gap that it expects', () => {
      expect(told).toEqual(expect.arrayContaining(gaps.map(({ test }) => test)));
    });
  });
}
