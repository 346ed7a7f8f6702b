/** The commands for what is kept, as processes against a served application. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { openDatabase } from '../../shared/adapters/local/sqlite-database.ts';
import { exportedConsultation } from '../../shared/contract/export.ts';
import { publishVerdict } from '../../shared/steps/finish-run.ts';
import { openApi, type TestApi } from '../support/api.ts';
import { runCircle, type Served, serveApi } from '../support/circle-command.ts';
import { accept } from '../support/samples.ts';

let api: TestApi;
let served: Served;
const endedAt = '2026-03-01T10:00:30.000Z';

beforeAll(async () => {
  api = openApi();
  served = await serveApi(api);
  for (let place = 0; place < 4; place += 1) {
    await accept(api.ports, { question: `Is ${place} a prime number?\u001b[2J` }, `run-${place}`);
    api.ports.clock.advance(24 * 60 * 60 * 1000);
  }
  await api.ports.runs.cancel('run-0', endedAt);
  await api.ports.feedback.save(
    { tenant: 'default', circle: 'default', kind: 'choice' },
    { consultationId: 'run-0', right: true, by: 'Ada', receivedAt: endedAt },
    {},
  );
});
afterAll(() => served.close());

describe('circle list', () => {
  it('shows the last consultations, newest first, and nothing that a terminal would obey', async () => {
    const { code, stdout } = await served.circle(['list', '--limit', '2']);
    expect(code).toBe(0);
    expect(stdout.split('\n').map((line) => line.split(/ +/).slice(0, 2))).toEqual([
      ['ID', 'STATUS'],
      ['run-3', 'open'],
      ['run-2', 'open'],
      [''],
    ]);
    expect(stdout).not.toContain('\u001b');
  });

  it('filters, prints JSON, and names a status that there is none of', async () => {
    const { stdout } = await served.circle(['list', '--json', '--status', 'cancelled']);
    expect(JSON.parse(stdout)).toMatchObject({ consultations: [{ id: 'run-0' }], cursor: null });
    expect(await served.circle(['list', '--status', 'gone'])).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringContaining('status'),
    });
    expect(await served.circle(['list', '--limit', 'all'])).toMatchObject({ code: 1, stderr: expect.stringContaining('--limit') });
  });
});

describe('circle export', () => {
  const lines = (text: string) =>
    text
      .trimEnd()
      .split('\n')
      .map((line) => exportedConsultation.parse(JSON.parse(line)));

  it('prints whole consultations as JSON Lines, since a day or between two times', async () => {
    const all = lines((await served.circle(['export'])).stdout);
    expect(all.map(({ consultation }) => consultation.id)).toEqual(['run-3', 'run-2', 'run-1', 'run-0']);
    expect(all.at(-1)).toMatchObject({ consultation: { status: 'cancelled' }, feedback: [{ by: 'Ada' }], deliveries: [] });
    const some = lines((await served.circle(['export', '--since', '2026-03-02', '--until', '2026-03-04T00:00:00Z'])).stdout);
    expect(some.map(({ consultation }) => consultation.id)).toEqual(['run-2', 'run-1']);
  });

  it('writes a file whole, for its owner alone', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'circle-export-'));
    // What an export that was killed has left behind stands in nobody's way.
    writeFileSync(join(folder, 'all.jsonl.1.partial'), 'left');
    writeFileSync(join(folder, 'all.jsonl.partial'), 'left');
    const { code, stdout, stderr } = await served.circle(['export', '--out', 'all.jsonl'], { folder });
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: '', stderr: '4 consultations in all.jsonl\n' });
    expect(lines(readFileSync(join(folder, 'all.jsonl'), 'utf8'))).toHaveLength(4);
    expect(statSync(join(folder, 'all.jsonl')).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder)).toEqual(['all.jsonl', 'all.jsonl.1.partial', 'all.jsonl.partial']);
  });

  it.each(['yesterday', '2026-13-01', '5'])('refuses a time that is none: %s', async (time) => {
    expect(await served.circle(['export', '--since', time])).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringContaining('--since'),
    });
  });

  it('has the schema that the documents show', () => {
    const documented = JSON.parse(readFileSync(join(import.meta.dirname, '../../docs/export.schema.json'), 'utf8'));
    expect(documented).toEqual(z.toJSONSchema(exportedConsultation));
  });
});

describe('circle cancel and circle delete', () => {
  it('end a consultation, and then all that was kept of it', async () => {
    await accept(api.ports, {}, 'run-to-go');
    expect(await served.circle(['delete', 'run-to-go'])).toMatchObject({ code: 1, stderr: expect.stringContaining('cancel it first') });
    expect(await served.circle(['cancel', 'run-to-go'])).toMatchObject({ code: 0, stdout: expect.stringContaining('cancelled') });
    expect(await served.circle(['delete', 'run-to-go'])).toMatchObject({ code: 0, stdout: 'deleted run-to-go\n' });
    expect(await served.circle(['show', 'run-to-go'])).toMatchObject({ code: 1, stderr: expect.stringContaining('does not exist') });
  });
});

describe('circle answer', () => {
  it('submits the answer of the only person who is awaited, and names what is wrong otherwise', async () => {
    await accept(api.ports, { experts: ['ada', 'eve'], quorum: 2 }, 'run-human');
    expect(await served.circle(['answer', 'run-human', 'yes'])).toMatchObject({
      code: 0,
      stdout: 'stored as the answer of eve: answered, yes\n',
    });
    await accept(api.ports, { experts: ['ada', 'eve'], quorum: 2 }, 'run-piped');
    expect(await served.circle(['answer', 'run-piped', '-'], { input: 'no\n' })).toMatchObject({
      code: 0,
      stdout: 'stored as the answer of eve: answered, no\n',
    });
    expect(await served.circle(['answer', 'run-human', 'no'])).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/whose answer this corrects.* eve has answered/),
    });
    expect(await served.circle(['answer', 'run-human', 'no', '--expert', 'eve'])).toMatchObject({ code: 0 });
    expect(await served.circle(['answer', 'run-human', 'no', '--expert', 'ada'])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('expert'),
    });
  });
});

describe('circle answer, too late', () => {
  it('is kept as late without --expert, before the end and behind it', async () => {
    const { deadlineAt } = await accept(api.ports, { experts: ['ada', 'eve'], quorum: 2 }, 'run-late');
    api.ports.clock.advance(Date.parse(deadlineAt) - api.ports.clock.now().getTime() + 1);
    const late = { code: 0, stdout: 'stored as the answer of eve: late, and not counted, yes\n' };
    expect(await served.circle(['answer', 'run-late', 'yes'])).toMatchObject(late);

    await accept(api.ports, { experts: ['ada', 'eve'], quorum: 1 }, 'run-over');
    await api.ports.runs.close('run-over', () => 'deadline');
    await publishVerdict('run-over', await api.ports.consensus.weigh('run-over'), api.ports);
    expect(await served.circle(['answer', 'run-over', 'yes'])).toMatchObject(late);
  });

  it('says what is wrong where nobody can be meant', async () => {
    await accept(api.ports, { experts: ['ada', 'bob'], quorum: 2 }, 'run-machines');
    expect(await served.circle(['answer', 'run-machines', 'yes'])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('no human expert sits in this consultation'),
    });
  });
});

describe('circle backup and circle restore', () => {
  it('work on the data folder of a stopped server', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'circle-backup-'));
    const stopped = {
      folder,
      environment: { CIRCLE_DATA: join(folder, 'data'), CIRCLE_PORT: '9', CIRCLE_API_KEY: 'circle_key-of-nobody' },
    };
    expect(await runCircle(['backup', 'taken.db'], stopped)).toMatchObject({ code: 1, stderr: expect.stringContaining('there is no') });
    openDatabase(join(folder, 'data/circle.db')).close();
    expect(await runCircle(['backup', 'taken.db'], stopped)).toMatchObject({ code: 0, stderr: expect.stringContaining('taken.db') });
    expect(statSync(join(folder, 'taken.db')).mode & 0o777).toBe(0o600);
    expect(await runCircle(['restore', 'taken.db'], stopped)).toMatchObject({ code: 0, stderr: expect.stringContaining('replaced-') });
    expect(await runCircle(['restore', 'none.db'], stopped)).toMatchObject({ code: 1, stderr: expect.stringContaining('no such file') });
  });

  it('take another folder by --data, and no stream for a file', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'circle-backup-'));
    mkdirSync(join(folder, 'one'));
    openDatabase(join(folder, 'one/circle.db')).close();
    const elsewhere = {
      folder,
      environment: { CIRCLE_DATA: join(folder, 'none'), CIRCLE_PORT: '9', CIRCLE_API_KEY: 'circle_key-of-nobody' },
    };
    expect(await runCircle(['backup', '--data', 'one', 'taken.db'], elsewhere)).toMatchObject({ code: 0 });
    expect(await runCircle(['restore', '--data', 'two', 'taken.db'], elsewhere)).toMatchObject({ code: 0 });
    expect(existsSync(join(folder, 'two/circle.db'))).toBe(true);
    for (const stream of ['-', '/dev/stdout'])
      expect(await runCircle(['backup', stream], elsewhere)).toMatchObject({
        code: 1,
        stdout: '',
        stderr: expect.stringMatching(/is no (?:regular )?file/),
      });
    expect(existsSync(join(folder, '-'))).toBe(false);
  });

  it('say that a deployed circle has backups of its own', async () => {
    expect(await served.circle(['backup', 'taken.db'])).toMatchObject({ code: 1, stderr: expect.stringContaining('backups of its own') });
  });
});

describe('circle --version', () => {
  it('is that of the package', async () => {
    const { version } = JSON.parse(readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8'));
    expect(await runCircle(['--version'])).toMatchObject({ code: 0, stdout: `${version}\n` });
  });
});
