/** The command as a process: exit codes, and what stands on which output. Each start costs half a second, so each test shows much. */
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { schedule } from '../../shared/contract/circle.ts';
import { consultation } from '../../shared/contract/consultation.ts';
import { keyHolder } from '../../shared/domain/principal.ts';
import { publishVerdict } from '../../shared/steps/finish-run.ts';
import { sampleRun } from '../ports/samples.ts';
import { goodKey, openApi, type TestApi } from '../support/api.ts';
import { runCircle, type Served, serveApi } from '../support/circle-command.ts';
import { freePort } from '../support/free-port.ts';
import { openPorts, runOf } from '../support/ports.ts';
import { answered, unanswered } from '../support/samples.ts';
import { testKnowledge } from '../support/test-knowledge.ts';

let api: TestApi;
let served: Served;
const looked = new Set<() => void>();

beforeAll(async () => {
  const weekly = schedule.parse({ cron: '0 6 * * 1', consultation: { question: 'Is it?' } });
  api = openApi({ ports: openPorts(testKnowledge({ schedules: { weekly } })) });
  api.ports.workflow.start = decide;
  served = await serveApi(api, ({ method, url }) => {
    // Looking at a consultation comes after it was accepted.
    if (method === 'GET' && /\/v1\/consultations\/[^?]/.test(url)) for (const listener of looked) listener();
  });
});
afterAll(() => served.close());

/** Ends a consultation as its question says: "split" has no majority, "break" fails, "wait" stays open. */
async function decide(id: string): Promise<void> {
  const { consensus } = api.ports;
  const { question } = await runOf(api.ports, id);
  if (question.includes('wait')) return;
  if (question.includes('break'))
    return void (await api.ports.runs.fail(id, { type: 'WeighFailed', message: 'the core is gone' }, '2026-03-01T10:00:03.000Z'));
  await api.ports.opinions.record(id, answered('ada', 'yes'));
  await api.ports.opinions.record(id, question.includes('split') ? answered('bob', 'no') : answered('bob', 'yes'));
  await api.ports.opinions.record(id, unanswered('cyd'));
  await api.ports.runs.close(id, () => 'all');
  await publishVerdict(id, await consensus.weigh(id), api.ports);
}

const options = ['--options', 'yes,no'];

describe('circle ask', () => {
  it('exits 0 when decided, with the verdict on standard output and the progress beside it', async () => {
    const { code, stdout, stderr } = await served.circle(['ask', 'Is 7 prime?', ...options]);

    expect(code).toBe(0);
    expect(stdout).toMatch(/^yes\n\nstatus +decided\nagreement +1\.00, all alike\n/);
    expect(stdout).toMatch(/missing +cyd \(failed\): the provider failed/);
    expect(stderr).toMatch(/✓ ada answered/);
    expect(stderr).toMatch(/✗ cyd failed: the provider failed/);
    expect(stdout).not.toMatch(/[✓✗]/);
  });

  it('exits 2 without consensus, and prints nothing but JSON with --json', async () => {
    const { code, stdout } = await served.circle(['ask', '--json', 'Is it a split?', ...options]);
    expect(code).toBe(2);
    expect(consultation.parse(JSON.parse(stdout))).toMatchObject({
      status: 'no-consensus',
      verdict: { coverage: { asked: 3, answered: 2 } },
    });
  });

  it('exits 1 when the consultation has failed, and says why', async () => {
    const { code, stdout } = await served.circle(['ask', 'Will it break?', ...options]);
    expect(code).toBe(1);
    expect(stdout).toMatch(/failure +WeighFailed: the core is gone/);
  });

  it('reads the question from standard input or a file', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'circle-cli-'));
    writeFileSync(join(folder, 'question.txt'), 'From a file?');

    const [piped, dashed, filed, both] = await Promise.all([
      served.circle(['ask', '--json', ...options], { input: 'From a pipe?' }),
      served.circle(['ask', '-', '--json', ...options], { input: 'After a dash?' }),
      served.circle(['ask', '--json', '--file', 'question.txt', ...options], { folder }),
      served.circle(['ask', 'What is this?', '--json', '--file', 'question.txt', ...options], { folder }),
    ]);

    expect([piped, dashed, filed, both].map(({ stdout }) => JSON.parse(stdout).question)).toEqual([
      'From a pipe?',
      'After a dash?',
      'From a file?',
      'What is this?\n\nFrom a file?',
    ]);
  });

  it('passes every flag on', async () => {
    const flags = [
      '--circle',
      'plain',
      '--experts',
      'ada, bob,cyd',
      '--quorum',
      '2',
      '--deadline',
      '45',
      '--kind',
      'choice',
      '--budget',
      '3',
    ];
    const { stdout } = await served.circle(['ask', '--json', 'Why?', ...options, ...flags]);
    const shown = consultation.parse(JSON.parse(stdout));
    expect(shown).toMatchObject({ circle: 'plain', quorum: 2, kind: 'choice', options: ['yes', 'no'] });
    expect(await runOf(api.ports, shown.id)).toMatchObject({
      deadlineSeconds: 45,
      budgetUsd: 3,
      seats: [{ expert: 'ada' }, { expert: 'bob' }, { expert: 'cyd' }],
    });
  });

  it('cancels the consultation when it is interrupted, so that nothing more is spent', async () => {
    const looking = new Promise<void>((resolve) => looked.add(resolve));
    const { code, stderr } = await served.circle(['ask', 'Must I wait?', ...options], {
      onStart: (interrupt) => void looking.then(() => interrupt()),
    });

    expect(code).toBe(130);
    expect(stderr).toContain('cancelling…');
    const { runs } = await api.ports.listings.page({ tenant: 'default', limit: 1, status: 'cancelled' });
    expect(runs).toMatchObject([{ question: 'Must I wait?' }]);
  });
});

describe('a question that is on its way when it is interrupted', () => {
  it('is cancelled as soon as it has been accepted', async () => {
    let interrupt: () => void = () => undefined;
    vi.spyOn(api.ports.workflow, 'start').mockImplementationOnce(async () => {
      interrupt();
      // The signal must be there before the answer.
      await setTimeout(300);
    });
    const { code, stdout, stderr } = await served.circle(['ask', 'Must I wait here too?', ...options], {
      onStart: (send) => {
        interrupt = () => send();
      },
    });

    expect({ code, stdout }).toEqual({ code: 130, stdout: '' });
    expect(stderr).toContain('cancelling…');
    const { runs } = await api.ports.listings.page({ tenant: 'default', limit: 1, status: 'cancelled' });
    expect(runs).toMatchObject([{ question: 'Must I wait here too?' }]);
  });
});

describe('circle review', () => {
  it('cancels the consultation when it is interrupted, and neither approves nor refuses', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'circle-cli-'));
    writeFileSync(join(folder, 'wait.ts'), 'await wait();\n');
    const looking = new Promise<void>((resolve) => looked.add(resolve));
    const { code, stdout, stderr } = await served.circle(['review', 'wait.ts'], {
      folder,
      onStart: (interrupt) => void looking.then(() => interrupt()),
    });

    expect({ code, stdout }).toEqual({ code: 130, stdout: '' });
    expect(stderr).toContain('cancelling…');
    const { runs } = await api.ports.listings.page({ tenant: 'default', limit: 1, status: 'cancelled' });
    // Who has read a part of the change only has no vote.
    expect(await api.ports.runs.get(runs[0]?.id ?? '')).toMatchObject({
      question: expect.stringContaining('await wait();'),
      requireWhole: true,
    });
  });
});

describe('what is asked wrongly exits 1 with one sentence', () => {
  it.each<[string, readonly string[], RegExp]>([
    ['a number that is none', ['ask', 'Why?', '--quorum', 'many'], /^--quorum: must be a number, not "many"$/m],
    ['a number out of its range', ['ask', 'Why?', '--deadline', '0.5'], /^--deadline: /],
    ['a rule that is broken', ['ask', 'Why?', '--options', 'yes'], /^--options: must list at least two options/],
    ['an unknown circle', ['ask', 'Why?', '--circle', 'nowhere'], /there is no circle "nowhere"/],
    ['a flag that does not exist', ['ask', 'Why?', '--colour', 'red'], /unknown option '--colour'/],
    ['an empty question', ['ask'], /^question: must not be empty/],
    ['feedback that says nothing', ['feedback', 'run-1'], /^right: submit the right answer/],
    ['feedback that contradicts itself', ['feedback', 'run-1', '--right', '--wrong'], /^--wrong: contradicts --right/],
    ['feedback on nothing', ['feedback', 'nobody', '--right'], /^consultation nobody does not exist/],
  ])('%s', async (_, parameters, sentence) => {
    const { code, stdout, stderr } = await served.circle(parameters);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(sentence);
  });

  it('no server, with the address that refused', async () => {
    const port = await freePort();
    const { code, stderr } = await served.circle(['--url', `http://127.0.0.1:${port}`, 'circles']);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^no circle answers at http:\/\/127\.0\.0\.1:\d+ \(ECONNREFUSED 127\.0\.0\.1:\d+\): start one with/);
  });

  it('no server', async () => {
    const { code, stderr } = await served.circle(['--url', 'http://127.0.0.1:9', 'circles']);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^no circle answers at http:\/\/127\.0\.0\.1:9: start one with `npm start`/);
  });

  it('no key', async () => {
    const { code, stderr } = await served.circle(['circles'], { environment: { CIRCLE_API_KEY: undefined } });
    expect(code).toBe(1);
    expect(stderr).toMatch(/^no key: set CIRCLE_API_KEY/);
  });

  it('a wrong key, which is never printed', async () => {
    const { code, stderr } = await served.circle(['circles'], { environment: { CIRCLE_API_KEY: 'wrong-key' } });
    expect(code).toBe(1);
    expect(stderr).toMatch(/^this key is not known/);
    expect(stderr).not.toContain('wrong-key');
  });
});

describe('what may have been meant for the gate exits 2, since 1 is said by experts only', () => {
  it.each<[string, readonly string[], RegExp]>([
    ['a command that does not exist', ['shout'], /unknown command 'shout'/],
    ['a mistyped command', ['reviw', '--staged'], /unknown command 'reviw'/],
    ['an unknown option before the command', ['--ur', 'x', 'review'], /unknown option '--ur'/],
    ['an unknown option of the gate', ['review', '--stagd'], /unknown option '--stagd'/],
    ['an option without its value', ['review', '--json'], /argument missing/],
    ['no command', [], /Usage: circle/],
  ])('%s', async (_, parameters, sentence) => {
    const { code, stdout, stderr } = await served.circle(parameters);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(sentence);
  });
});

describe('the other commands', () => {
  it('list experts with price and health', async () => {
    await api.ports.health.save([{ expert: 'bob', status: 'unavailable', reason: 'the key ANTHROPIC_API_KEY is not set' }]);
    const { code, stdout } = await served.circle(['experts']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^EXPERT +PROVIDER +MODEL +FAMILY/);
    expect(stdout).toMatch(/\nada +openai +large +openai +10 \/ 30 +unknown\n/);
    expect(stdout).toMatch(/\nbob .* unavailable: the key ANTHROPIC_API_KEY is not set\n/);
  });

  it('list circles, with the key that a server started here has kept', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'circle-cli-'));
    mkdirSync(join(folder, '.circle'));
    writeFileSync(join(folder, '.circle/api-key'), `${goodKey}\n`);

    const { code, stdout } = await served.circle(['circles', '--json'], { folder, environment: { CIRCLE_API_KEY: undefined } });

    expect(code).toBe(0);
    expect(JSON.parse(stdout).circles).toContainEqual(expect.objectContaining({ name: 'default', quorum: 2 }));
  });

  it('list schedules with their next time and what became of the last ones', async () => {
    await api.ports.runs.create(sampleRun({ id: 'schedule-weekly-202602230600', tenant: keyHolder.tenant }));
    const { code, stdout } = await served.circle(['schedules']);
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^SCHEDULE +TIME +WHAT BECAME OF IT +CONSULTATION\nweekly +2026-03-02T06:00:00\.000Z +next +0 6 \* \* 1 in UTC\n/,
    );
    expect(stdout).toMatch(/\n +2026-02-23T06:00:00\.000Z +open +schedule-weekly-202602230600\n$/);
  });

  it('show a consultation, take feedback on it, and tell what was learnt', async () => {
    const asked = await served.circle(['ask', '--json', 'Is 7 odd?', ...options, '--circle', 'strict']);
    const { id } = consultation.parse(JSON.parse(asked.stdout));

    const shown = await served.circle(['show', id]);
    await served.circle(['feedback', id, '--right']);
    const judged = await served.circle(['feedback', id, '--wrong', '--note', 'looked it up', '--by', 'Ada']);
    const corrected = await served.circle(['show', id]);
    const learnt = await served.circle(['reliability', 'strict']);

    expect(shown.stdout).toMatch(/^yes\n\nstatus +decided\n/);
    expect(judged.stdout).toBe('EXPERT  RIGHT\nada     33%\nbob     33%\n');
    expect(await api.ports.feedback.read(id)).toMatchObject({ right: false, note: 'looked it up', by: 'Ada' });
    expect(corrected.stdout).toMatch(
      /^yes\n\nstatus +decided\ncorrected +wrong \(says Ada\), looked it up \(\d{4}-\d\d-\d\d; the last of 2\)\n/,
    );
    expect(learnt.stdout).toMatch(/^KIND +EXPERT +RIGHT +EVIDENCE +WHAT IS LEARNT\nchoice +ada +33% +1\.0 +is only reported\n/);
    expect([shown, judged, learnt].map(({ code }) => code)).toEqual([0, 0, 0]);
  });

  it('say that nothing has been learnt yet', async () => {
    expect((await served.circle(['reliability', 'human'])).stdout).toBe('nothing has been learnt yet\n');
  });

  it('help exits 0', async () => {
    const { code, stdout } = await runCircle(['--help']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/ask.*\[question\]/);
  });
});
