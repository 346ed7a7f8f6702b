import { describe, expect, it } from 'vitest';
import { exitCode } from '../../functions/cli/ask.ts';
import { showConsultation, showDeliveries, showOpinion, showTable } from '../../functions/cli/show.ts';
import { type Consultation, consultationStatus } from '../../shared/contract/consultation.ts';
import type { ShownJudge } from '../../shared/contract/deliberation.ts';
import type { ShownDelivery } from '../../shared/contract/delivery.ts';
import { type Run } from '../../shared/contract/run.ts';
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
    expect(shown({ agreement: 2 / 3, confidence: 0.9 })).toMatch(
      /^yes\n\nstatus +decided\nagreement +0\.67, mostly alike\nconfidence +0\.90, probably right\n/,
    );
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

  it('says what came of a judge, and why it chose as it did', () => {
    const judge = {
      ...({ reason: 'split', expert: 'deputy', choice: 'expert-1', why: 'It alone\nadds up.', effect: 'decided' } as const),
      asked: [
        { expert: 'chair', at: '2026-03-01T10:00:01.000Z', error: { type: 'timeout', message: 'too slow', retryable: true } },
        { expert: 'deputy', at: '2026-03-01T10:00:02.000Z' },
      ],
      ...{ calls: 2, tokens: { inputTokens: 200, outputTokens: 20 }, usd: 0.02 },
    };
    const text = shown({ decidedBy: 'judge', deliberation: { reason: 'off', rounds: [], judge } });
    expect(text).toMatch(
      /judge +chair gave no word \(timeout\), deputy chose the answer of expert-1 for \$0\.0200; it decided what had been open\n/,
    );
    expect(text).toMatch(/because +It alone adds up\.\n/);
    expect(text).not.toMatch(/^debate/m);
    const none: ShownJudge = { ...judge, reason: 'decided', expert: null, choice: null, why: null, effect: 'same', asked: [] };
    expect(shown({ deliberation: { reason: 'off', rounds: [], judge: none } })).toMatch(/judge +none asked, since the answers decided\n/);
    const nothing: ShownJudge = { ...judge, choice: null, effect: 'same', usd: null };
    expect(shown({ deliberation: { reason: 'agreed', rounds: [], judge: nothing } })).toMatch(
      /debate +none, since the answers agreed\njudge +chair gave no word \(timeout\), deputy found that no answer holds; the outcome stayed\n/,
    );
  });

  it('says how stable the answer is, and how much evidence the answers are', () => {
    const stability = (unchanged: number, ...pivotal: string[]) => shown({ stability: { unchanged, pivotal } });
    expect(stability(1)).toMatch(/stability +stays if any one expert leaves\n/);
    expect(stability(0.5, 'expert-0')).toMatch(/stability +turns if expert-0 leaves\n/);
    expect(stability(0, 'expert-0', 'expert-1')).toMatch(/stability +turns if expert-0 or expert-1 leaves\n/);
    expect(stability(0.2, 'a', 'b', 'c', 'd')).toMatch(/stability +turns if one of 4 experts leaves; stays in 20% of the cases/);
    expect(shown({ stability: null, independent: null })).not.toMatch(/stability|evidence/);
    expect(shown({ independent: 1.25 })).toMatch(/evidence +2 answers weigh like 1\.3 independent ones\n/);
  });

  it('says beside the answer what has become known of it', () => {
    const at = { consultationId: 'run-1', receivedAt: '2026-03-02T09:00:00.000Z' };
    const shownWith = (...feedback: readonly object[]) =>
      plain(
        showConsultation(
          viewConsultation(sampleRun(ended), [], [], sampleVerdict({ answer: 'yes' })),
          feedback.map((said) => ({ ...at, ...said })),
        ),
      );
    expect(shownWith()).not.toMatch(/feedback|corrected/);
    expect(shownWith({ right: true })).toMatch(/\nfeedback +right \(2026-03-02\)\n/);
    expect(shownWith({ answer: ' Yes' })).toMatch(/\nfeedback +right \(2026-03-02\)\n/);
    expect(shownWith({ right: true }, { answer: 'no', note: 'it\nburnt', by: 'Bob' })).toMatch(
      /\ncorrected +wrong; right is: no \(says Bob\), it burnt \(2026-03-02; the last of 2\)\n/,
    );
  });

  it('names whose answer is not whole on a line of its own', () => {
    expect(shown({ truncated: ['expert-0', 'expert-1'] })).toMatch(/\nincomplete +cut off at its token limit: expert-0, expert-1\n/);
    expect(shown({})).not.toMatch(/incomplete/);
  });

  it('says what is learnt of the experts, and whether that has decided', () => {
    const reliability = (evidence: number, weighs: boolean, shadow: NonNullable<Verdict['reliability']>['shadow'] = null) =>
      shown({ reliability: { evidence, weighs, estimates: {}, shadow } });
    const other = { pick: 'expert-1', agrees: false, confidence: 0.7 };
    expect(reliability(0.4, false)).toMatch(/reliability +too little is known of these experts yet\n/);
    expect(reliability(25, true)).toMatch(/reliability +decides \(25 judged answers of each expert at the least\)\n/);
    expect(reliability(3, false, { ...other, agrees: true })).toMatch(/reliability +would have chosen the same, but does not decide/);
    expect(reliability(3, false, { ...other, answer: 'no' })).toMatch(/reliability +would have chosen no, but/);
    expect(reliability(3, false, other)).toMatch(/reliability +would have chosen the answer of expert-1, but/);
    expect(reliability(3, false)).toMatch(/reliability +is only reported \(3 judged/);
  });

  it('quotes the short words of a dissent, the order of a ranking, and the claims that are disputed', () => {
    const claim = { expert: 'expert-0', span: [0, 1] as [number, number], silent: [] };
    const text = shown({
      dissent: [{ expert: 'expert-2', answer: 'It is 43, I think.', short: '43' }],
      ranking: { order: [['b'], ['a', 'c']], scores: [], kemeny: { order: [], distance: 0, exact: true }, concordance: null },
      claims: [
        { ...claim, text: 'It is flat.', supports: ['expert-0'], contradicts: ['expert-1'] },
        { ...claim, text: 'It is there.', supports: ['expert-0', 'expert-1'], contradicts: [] },
      ],
    });
    expect(text).toMatch(/dissent +expert-2: 43\n/);
    expect(text).toMatch(/ranking +b > a = c\n/);
    expect(text).toMatch(/claims +2, of which 1 shared by several experts and 1 disputed\n/);
    expect(text).toMatch(/shared +expert-0, expert-1: It is there\.\n/);
    expect(text).toMatch(/disputed +expert-0 against expert-1: It is flat\.\n/);
  });

  it('keeps the claims of long texts on the screen', () => {
    const claims = Array.from({ length: 40 }, (_, n) => ({
      expert: 'expert-0',
      span: [n, n + 1] as [number, number],
      text: `Claim ${n}.`,
      supports: ['expert-0'],
      contradicts: ['expert-1'],
      silent: [],
    }));
    const text = shown({ claims });
    expect(text).toMatch(/claims +40, of which 0 shared by several experts and 40 disputed\n/);
    expect(text.match(/disputed +expert-0 against/g)).toHaveLength(5);
  });

  it('says that an expert is alone with its answer, and quotes how another free text begins', () => {
    const clusters = [{ experts: ['expert-0'], share: 0.5 }];
    const dissent = [{ expert: 'expert-1', answer: 'It depends.\n\n- on the weather' }];
    const text = shown({ pick: 'expert-0', clusters, dissent }, { kind: 'text' });
    expect(text).toMatch(/agreed +expert-0 alone\n/);
    expect(text).toMatch(/dissent +expert-1: It depends\.\n/);
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

describe('the webhooks of a consultation in words', () => {
  const at = '2026-03-01T10:00:30.000Z';
  const shownAs = (overrides: Partial<ShownDelivery>) => {
    const url = 'https://a.example.com/';
    const delivery: ShownDelivery = { webhookId: 'msg_1_0', url, state: 'pending', attempts: [], nextAttemptAt: null };
    return showDeliveries([{ ...delivery, ...overrides }]).map(plain);
  };

  it('say what became of each, how often it was tried, and when it is tried again', () => {
    expect(showDeliveries([])).toEqual([]);
    expect(shownAs({})).toEqual(['webhook     https://a.example.com/: pending']);
    expect(shownAs({ state: 'delivered', attempts: [{ at, status: 204 }] })).toEqual([
      'webhook     https://a.example.com/: delivered (1 attempt, the last 204)',
    ]);
    const attempts = [
      { at, status: 500 },
      { at, reason: 'timeout' as const },
    ];
    expect(shownAs({ attempts, nextAttemptAt: at })).toEqual([
      `webhook     https://a.example.com/: pending (2 attempts, the last timeout, the next at ${at})`,
    ]);
  });
});
