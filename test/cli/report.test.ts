/** `circle report` as a process, in each of its forms. */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { report } from '../../shared/contract/report.ts';
import { Unavailable } from '../../shared/errors.ts';
import { publishVerdict } from '../../shared/steps/finish-run.ts';
import { openApi, type TestApi } from '../support/api.ts';
import { type Served, serveApi } from '../support/circle-command.ts';
import { accept, answered } from '../support/samples.ts';

let api: TestApi;
let served: Served;
beforeAll(async () => {
  api = openApi();
  served = await serveApi(api);
  for (const [at, said] of (['yes', 'yes', 'no'] as const).entries()) {
    const id = `run-${at}`;
    await accept(api.ports, {}, id);
    for (const expert of ['ada', 'bob']) await api.ports.opinions.record(id, answered(expert, 'yes', { vote: 'yes' }));
    await api.ports.opinions.record(id, answered('cyd', 'no', { vote: 'no' }));
    await api.ports.runs.close(id, () => 'all');
    await publishVerdict(id, await api.ports.consensus.weigh(id), api.ports);
    await api.send('POST', `/v1/consultations/${id}/feedback`, { body: { answer: said } });
    api.ports.clock.advance(1000);
  }
});
afterAll(() => served.close());

describe('circle report', () => {
  it('prints sentences and tables that say what they rest on', async () => {
    const { code, stdout, stderr } = await served.circle(['report']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(
      /^Circle default\n\n3 verdicts: 3 decided\.\nOf 3 questions whose right answer is known the circle was right in 66\.7%\* \(21 to 94, of 3\)\./,
    );
    expect(stdout).toMatch(/\nWHO +RIGHT +CIRCLE RIGHT +CORRECTED +SPOILT/);
    expect(stdout).toMatch(/\nseat cyd +33\.3%\* \(6 to 79, of 3\) +66\.7% +1 +2 +1\.000/);
    expect(stdout).toMatch(/\nstrategy settled +66\.7%\*.* 100\.0% +66\.7%/);
    expect(stdout).toContain('Agreement, which is no accuracy');
    expect(stdout.trimEnd().split('\n').at(-1)).toBe("* of fewer than 20: hardly a figure. Intervals are Wilson's, of 95%.");
  });

  it('prints JSON by its contract, Markdown whose tables are whole, and CSV with a value in each line', async () => {
    const json = await served.circle(['report', '--format', 'json', '--circle', 'default', '--kind', 'choice']);
    expect(report.parse(JSON.parse(json.stdout)).circles[0]?.all.knownRight).toMatchObject({ count: 2, of: 3, few: true });

    const markdown = (await served.circle(['report', '--format', 'markdown'])).stdout.split('\n');
    const rows = markdown.filter((line) => line.startsWith('|'));
    expect(markdown).toEqual(expect.arrayContaining(['# Circle default', '## Smaller circles']));
    for (const [at, row] of rows.entries()) {
      const next = rows[at + 1];
      if (/^\| ---/.test(next ?? '')) expect(row.split(' | ')).toHaveLength(next?.split(' | ').length ?? 0);
    }

    const csv = (await served.circle(['report', '--format', 'csv'])).stdout.split('\r\n');
    expect(csv[0]).toBe('circle,kind,table,row,figure,value,low,high,count,of,few');
    expect(csv).toContain('default,choice,Seats beside the circle,seat cyd,corrected,1,,,,,');
    expect(csv.find((line) => line.startsWith('default,all,Circle,circle,right,'))).toMatch(
      /,0\.6666666666666666,0\.2\d+,0\.9\d+,2,3,true$/,
    );
    for (const line of csv.slice(0, -1)) expect(line.replaceAll(/"[^"]*"/g, '').split(',')).toHaveLength(11);
  });

  it('says in one line what could not be read, and reports the others', async () => {
    vi.spyOn(api.ports.consensus, 'judge').mockRejectedValueOnce(new Unavailable('the consensus core'));
    const { code, stdout, stderr } = await served.circle(['report']);
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: '1 consultation could not be read and is left out: the log of the server says why\n',
    });
    expect(stdout).toContain('2 verdicts: 2 decided.');
  });

  it('says that there is nothing, and refuses what it does not know before it asks', async () => {
    expect(await served.circle(['report', '--since', '2999-01-01'])).toMatchObject({ code: 0, stdout: 'no consultation has ended here\n' });
    expect(await served.circle(['report', '--format', 'pdf'])).toMatchObject({
      code: 1,
      stderr: '--format: must be one of table, json, markdown, csv\n',
    });
    expect(await served.circle(['report', '--kind', 'essay'])).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^--kind: must be one of choice/),
    });
    expect(await served.circle(['report', '--since', 'yesterday'])).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^--since: must be a day/),
    });
  });
});
