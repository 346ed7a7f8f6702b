/** Findings of programs that somebody has accepted as they stand: an entry knows its own, and accepts no other one. */
import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import type { Consultation } from '../../../shared/contract/consultation.ts';
import { ruleBlock } from '../../../shared/contract/rules.ts';
import { acceptFindings } from '../../../shared/review/accept-findings.ts';
import type { RaisedFinding } from '../../../shared/review/alike-findings.ts';
import { numbered } from '../../../shared/review/baseline.ts';
import { voiceOf } from '../../../shared/review/rule-voice.ts';
import { accept, fileOf, raisedAt, today } from '../../support/raised-findings.ts';

const anyRaised = fc.array(
  fc
    .record({ line: fc.integer({ min: 1, max: 4 }), rule: fc.constantFrom('docker/D1', 'sql/S1') })
    .map(({ line, rule }) => raisedAt(line, { rule })),
  { maxLength: 10 },
);

describe('a baseline', () => {
  const entriesOf = (raised: readonly RaisedFinding[], lines: readonly string[]) =>
    numbered(raised, fileOf(lines)).map(({ fingerprint, about, finding: { rule = '', file = '', title } }) => ({
      fingerprint,
      about,
      rule,
      file,
      title,
    }));

  test.prop([anyRaised, anyRaised])('accepts all that was there, and nothing more', (old, more) => {
    const lines = ['a', 'b', 'a', 'c'];
    const { raised, accepted } = accept(lines, [...old, ...more], entriesOf(old, lines));
    expect(accepted).toHaveLength(old.length);
    expect(raised).toHaveLength(more.length);
  });

  const open = (port: number, given: Partial<RaisedFinding> = {}) => raisedAt(2, { title: `Open: port ${port}`, resource: 'sg', ...given });
  it.each<[string, RaisedFinding, string[]]>([
    ['port', open(3306), ['ingress', 'cidr']],
    ['resource', open(22, { resource: 'other' }), ['ingress', 'cidr']],
    ['rule', open(22, { rule: 'docker/D2' }), ['ingress', 'cidr']],
    ['line', open(22), ['ingress', 'cidr 6']],
    ['block', open(22), ['egress', ' cidr']],
    ['file', open(22, { file: 'b.yaml' }), ['ingress', 'cidr']],
  ])('accepts no finding of another %s', (_, other, lines) => {
    const entries = entriesOf([open(22)], ['ingress', 'cidr']);
    expect(accept(['ingress', 'cidr'], [open(22)], entries).raised).toEqual([]);
    expect(accept(lines, [other], entries).raised).toEqual([other]);
  });

  it('accepts no second fault in a resource that is accepted whole', () => {
    const whole = (lines: readonly string[]) => raisedAt(1, { endLine: lines.length, title: 'Container should not be privileged' });
    const one = ['kind: Pod', ' - privileged: true', ' - name: x'];
    const entries = entriesOf([whole(one)], one);
    expect(accept([...one, ' - label: y'], [whole([...one, ''])], entries).raised).toEqual([]);
    expect(accept([...one, ' - privileged: true'], [whole([...one, ''])], entries).raised).toHaveLength(1);
  });

  it('moves with a file that is renamed, and with no file that stands where it was', () => {
    const entries = entriesOf([raisedAt(1)], ['FROM a']).map((entry) => ({ ...entry, fingerprint: 'of another file', file: 'old.yaml' }));
    const as = (gone: boolean) =>
      acceptFindings([raisedAt(1), raisedAt(1)], { texts: fileOf(['FROM a']), baseline: entries, today, gone: () => gone });
    expect([as(true).raised.length, as(false).raised.length]).toEqual([1, 2]);
  });

  it('of an earlier version holds for the same words at one line', () => {
    const [entry] = numbered([open(22)], fileOf(['ingress', 'cidr']));
    if (entry === undefined) expect.fail('there is an entry for each finding');
    const former = { fingerprint: entry.former, rule: 'docker/D1', file: 'a.yaml', title: 'Open: port 22' };
    expect(accept(['ingress', 'cidr'], [open(22)], [former]).raised).toEqual([]);
    expect(accept(['ingress', 'cidr'], [open(3306)], [former]).raised).toHaveLength(1);
  });

  it('knows a finding where lines have moved, and not where its line says something else', () => {
    const entries = entriesOf([raisedAt(1)], ['FROM a']);
    expect(accept(['', '', ' FROM a'], [raisedAt(3)], entries).raised).toEqual([]);
    expect(accept(['FROM b'], [raisedAt(1)], entries).raised).toHaveLength(1);
  });

  test.prop([anyRaised, anyRaised])('under a change is used up by what stood there before, and accepts nothing new', (old, more) => {
    const lines = ['a', 'b', 'a', 'c'];
    const baseline = entriesOf(old, lines);
    const { raised, accepted, warnings, open } = acceptFindings(more, { texts: fileOf(lines), baseline, today, stood: old });
    expect([raised, accepted, warnings]).toEqual([more, [], []]);
    expect(open).toHaveLength(old.length + more.length);
  });

  test.prop([anyRaised, anyRaised])('under a change accepts what it lists and the change brings back', (old, back) => {
    const lines = ['a', 'b', 'a', 'c'];
    const baseline = entriesOf([...old, ...back], lines);
    const { raised, accepted, warnings } = acceptFindings(back, { texts: fileOf(lines), baseline, today, stood: old });
    expect([raised, accepted.length, warnings]).toEqual([[], back.length, []]);
  });

  it('is not used where rules could not list what stood before', () => {
    const report = { findings: [], left: 0, before: 3, files: [], notReviewed: [] };
    const heard = (given: object) => voiceOf([endedWith(ruleBlock.write({ ...report, ...given }).join('\n'))], []).stood;
    expect(heard({})).toBeUndefined();
    expect(heard({ before: 0 })).toEqual([]);
    const stood = [{ rule: 'docker/D1', file: 'a.yaml', title: 't', lines: [1, 3] }];
    expect(heard({ stood, before: 2 })).toMatchObject([1, 3].map((line) => ({ rule: 'docker/D1', file: 'a.yaml', line })));
  });

  function endedWith(answer: string): Consultation {
    return {
      id: 'c',
      status: 'decided',
      opinions: [{ expert: 'rules-docker', status: 'answered', answer }],
      options: [],
      verdict: { clusters: [], dissent: [] },
      // No more of a consultation is read for this.
    } as unknown as Consultation;
  }

  it('lets an entry end, and tells of one that is found no more', () => {
    const [entry] = entriesOf([raisedAt(1)], ['a']);
    if (entry === undefined) expect.fail('there is an entry for each finding');
    const over = accept(['a'], [raisedAt(1)], [{ ...entry, until: '2026-11-28' }]);
    expect([over.raised.length, over.warnings]).toEqual([1, [expect.stringContaining('until 2026-11-28')]]);
    expect(accept(['a'], [], [entry]).warnings).toEqual([expect.stringContaining('is not found any more')]);
    expect(accept(['a'], [], [{ ...entry, file: 'elsewhere.yaml' }]).warnings).toEqual([]);
  });
});
