/** Every function reads the knowledge at its start: what it would refuse there would take down a stage that runs, so nothing of it is deployed. */
import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readSeats } from '../../infra/cloud/seats.ts';
import { InvalidConfiguration } from '../../shared/errors.ts';
import { knowledgeFolder, synthesize } from './synth.ts';

/** The shipped knowledge with a fault in it. */
function faulty(break_: (folder: string) => void): string {
  const folder = mkdtempSync(join(tmpdir(), 'circle-knowledge-'));
  cpSync(knowledgeFolder, folder, { recursive: true });
  break_(folder);
  return folder;
}

const circle = (line: string) => (folder: string) => {
  const path = join(folder, 'circles.yaml');
  writeFileSync(path, readFileSync(path, 'utf8').replace(/^circles:\n/m, `circles:\n  mine: { ${line} }\n`));
};
const schedule = (line: string) => (folder: string) =>
  appendFileSync(join(folder, 'circles.yaml'), `\nschedules:\n  weekly: { ${line}, consultation: { question: Is it safe? } }\n`);

describe('a fault in the knowledge stops the synth, and is named as at a start', () => {
  it.each<[string, RegExp, (folder: string) => void]>([
    ['an expert that is not there', /circles\.mine\.experts/, circle('experts: [nobody]')],
    ['a quorum above the seats', /circles\.mine\.quorum: is 3/, circle('experts: [claude], quorum: 3')],
    ['a judge that is not there', /circles\.mine\.deliberation/, circle('experts: [claude, gpt], deliberation: { judge: nobody }')],
    ['a time that no hour has', /schedules\.weekly\.cron/, schedule('cron: "99 7 * * 1"')],
    ['a time zone that is none', /schedules\.weekly\.timezone/, schedule('cron: "0 7 * * 1", timezone: Moon/Base')],
    ['a price list that is none', /prices\.yaml:/, (folder) => writeFileSync(join(folder, 'prices.yaml'), 'colour: red\n')],
    ['no price list', /prices\.yaml/, (folder) => rmSync(join(folder, 'prices.yaml'))],
    ['a skill that is none', /skill\.yaml:/, (folder) => writeFileSync(join(folder, 'skill.yaml'), '[]\n')],
    ['query types that are none', /query-types\.yaml:/, (folder) => writeFileSync(join(folder, 'query-types.yaml'), '[]\n')],
    ['personas that are gone', /personas/, (folder) => rmSync(join(folder, 'personas'), { recursive: true })],
  ])('%s', (_, message, break_) => {
    const knowledge = faulty(break_);
    expect(() => readSeats(knowledge)).toThrow(InvalidConfiguration);
    expect(() => readSeats(knowledge)).toThrow(message);
  });

  it('and the stack is not made', () => {
    expect(() => synthesize({ knowledge: faulty(circle('experts: [nobody]')) })).toThrow(/circles\.yaml:\d+: circles\.mine\.experts/);
  });
});
