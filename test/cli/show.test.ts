import { describe, expect, it } from 'vitest';
import { exitCode } from '../../functions/cli/ask.ts';
import { showConsultation, showOpinion, showTable } from '../../functions/cli/show.ts';
import { type Consultation, consultationStatus, type Run } from '../../shared/contract/consultation.ts';
import type { Verdict } from '../../shared/contract/verdict.ts';
import { viewConsultation } from '../../shared/domain/consultation-view.ts';
import { sampleRun, sampleVerdict } from '../ports/samples.ts';
import { answered, unanswered } from '../support/samples.ts';

// Colours are the terminal's affair.
const plain = (text: string) => text.replaceAll(new RegExp(`${String.fromCharCode(27)}\\[\\d+m`, 'g'), '');
const ended = { status: 'decided', endedBy: 'quorum', endedAt: '2026-03-01T10:00:02.500Z' } as const;

function shown(verdict: Partial<Verdict>, run: Partial<Run> = {}): string {
  const opinions = [answered('expert-0', 'yes', { costUsd: null }), answered('expert-1', 'yes')];
  return plain(showConsultation(viewConsultation(sampleRun({ ...ended, ...run }), opinions, [], sampleVerdict(verdict))));
}

describe('a consultation in words', () => {
  it('begins with the answer and says how far the experts agree', () => {
    expect(shown({ agreement: 2 / 3, confidence: 0.9 })).toMatch(/^yes\n\nstatus +decided\nagreement +0\.67\nconfidence +0\.90\n/);
    expect(shown({})).toMatch(/agreed +expert-0, expert-1/);
  });

  it('says what is not known rather than a number', () => {
    const text = shown({ agreement: null, confidence: null }, { costUsd: 0.25 });
    expect(text).toMatch(/agreement +not measurable\nconfidence +not known/);
    expect(text).toMatch(/cost +\$0\.2500 \(not known for expert-0\)/);
  });

  it('counts experts and families', () => {
    expect(shown({ coverage: { asked: 3, answered: 2, families: 2 } })).toMatch(/coverage +2 of 3 experts answered, 2 families/);
    expect(shown({})).toMatch(/1 family/);
  });

  it('quotes the last line of each dissent, cut to one line, and names who is missing', () => {
    const dissent = [{ expert: 'expert-2', answer: `reasons\n${'no '.repeat(60)}` }];
    const missing = [{ expert: 'expert-3', status: 'timeout' as const, error: { type: 'timeout', message: 'too slow', retryable: true } }];
    const text = shown({ dissent, missing });
    expect(text).toMatch(/dissent +expert-2: no no .{90,}…\n/);
    expect(text).toMatch(/missing +expert-3 \(timeout\): too slow/);
  });

  it('says how long it took, what ended it, and how to find it again', () => {
    expect(shown({}, { id: 'run-9' })).toMatch(/time +2\.50 s, ended by quorum\nid +run-9$/);
  });

  it('shows notice and failure where there is one', () => {
    expect(shown({}, { demo: true })).toMatch(/^Scripted demo circle:/);
    const view = viewConsultation(sampleRun({ ...ended, status: 'failed', failure: { type: 'X', message: 'y' } }), [], [], undefined);
    expect(plain(showConsultation(view))).toMatch(/^status +failed\nfailure +X: y\n/);
  });
});

describe('an opinion on its line', () => {
  it('has a mark, its time, and the reason of a failure', () => {
    expect(plain(showOpinion(answered('ada', 'yes')))).toBe('✓ ada answered, 0.01 s');
    expect(plain(showOpinion(unanswered('bob')))).toBe('✗ bob failed: the provider failed, 0.01 s');
  });
});

describe('a table', () => {
  it('has columns as wide as their widest cell, and no white space at the end of a line', () => {
    const rows = [
      ['A', 'B'],
      ['long', 'x'],
    ];
    expect(showTable(rows)).toBe('A     B\nlong  x');
    expect(showTable([])).toBe('');
  });
});

describe('the exit code', () => {
  it('is 0 for a decision, 2 for none, and 1 for everything that went wrong', () => {
    const codes = Object.fromEntries(consultationStatus.options.map((status: Consultation['status']) => [status, exitCode(status)]));
    expect(codes).toEqual({ decided: 0, 'no-consensus': 2, 'no-quorum': 2, failed: 1, cancelled: 1, open: 1 });
  });
});
