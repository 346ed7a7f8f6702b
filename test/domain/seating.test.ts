import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deadlineMaxSeconds, type NewConsultation } from '../../shared/contract/question.ts';
import { seatedKinds } from '../../shared/contract/seated.ts';
import { resolveSeat } from '../../shared/domain/resolve-seat.ts';
import { seatConsultation } from '../../shared/domain/seating.ts';
import { testKnowledge } from '../support/test-knowledge.ts';

const knowledge = testKnowledge();
const nobody: ReadonlySet<string> = new Set();

function seat(body: Partial<NewConsultation> = {}, unavailable = nobody) {
  return seatConsultation({ question: 'Why?', ...body }, knowledge, unavailable);
}

function seated(body: Partial<NewConsultation> = {}, unavailable = nobody): readonly string[] {
  return seat(body, unavailable).seats.map(({ expert }) => expert);
}

describe('who sits', () => {
  it('is the default circle when nothing is named', () => {
    expect(seat()).toMatchObject({ circle: 'default', quorum: 2, deadlineSeconds: 30, budgetUsd: 2, demo: false });
    expect(seated()).toEqual(['ada', 'bob', 'cyd']);
  });

  it('is the named circle', () => {
    expect(seated({ circle: 'plain' })).toEqual(['ada', 'bob', 'cyd', 'dot']);
  });

  it('is whom the caller names, in that order, under the policy of the circle', () => {
    expect(seated({ experts: ['cyd', 'ada'] })).toEqual(['cyd', 'ada']);
    expect(seat({ experts: ['cyd', 'ada'] }).deadlineSeconds).toBe(30);
    expect(seat({ circle: 'plain', experts: ['dot'] })).toMatchObject({ circle: 'plain', deadlineSeconds: 60, budgetUsd: undefined });
  });

  it('needs no circle when the caller names experts and no default circle is declared', () => {
    const bare = testKnowledge({ circles: {} });
    const { seats, quorum } = seatConsultation({ question: 'Why?', experts: ['ada', 'bob'] }, bare, nobody);
    expect(seats.map(({ expert }) => expert)).toEqual(['ada', 'bob']);
    expect(quorum).toBe(2);
  });

  it('leaves out who cannot be asked, where the circle says "skip"', () => {
    expect(seated({}, new Set(['bob']))).toEqual(['ada', 'cyd']);
  });

  it('keeps who cannot be asked where the circle says "fail" or nothing, so that the verdict names them', () => {
    expect(seated({ circle: 'strict' }, new Set(['ada', 'bob']))).toEqual(['ada', 'bob']);
    expect(seated({ circle: 'plain' }, new Set(['ada']))).toContain('ada');
  });

  it('keeps whom the caller names, available or not', () => {
    expect(seated({ experts: ['bob'] }, new Set(['bob']))).toEqual(['bob']);
  });
});

describe('an expert of a kind that no circle seats', () => {
  const deployed = { ...knowledge, workers: seatedKinds(knowledge, knowledge.providers) };

  it('can be named where every kind has a worker', () => {
    expect(seatedKinds(knowledge, knowledge.providers)).not.toContain('bedrock');
    const declared = { ...knowledge, experts: { ...knowledge.experts, nova: { provider: 'bedrock', model: 'm' } } };
    expect(seatConsultation({ question: 'Why?', experts: ['nova'] }, declared, nobody).seats).toHaveLength(1);
  });

  it('has a worker where it judges a split, in a circle or in the question of a schedule', () => {
    const nova = { ...knowledge, experts: { ...knowledge.experts, nova: { provider: 'bedrock', model: 'm' } } };
    const kinds = (change: object) => seatedKinds({ ...nova, ...change }, nova.providers);
    expect(kinds({ circles: { default: { experts: ['ada', 'bob'], deliberation: { judge: ['bob', 'nova'] } } } })).toContain('bedrock');
    const consultation = { question: 'Why?', deliberation: { judge: 'nova' } };
    expect(kinds({ schedules: { weekly: { cron: '0 0 * * 0', consultation } } })).toContain('bedrock');
    expect(() => seatConsultation(consultation, { ...nova, workers: deployed.workers }, nobody)).toThrow(
      /deliberation\.judge.*no circle seats/,
    );
  });

  it('is refused by field where it has none, and nobody else is', () => {
    const declared = { ...deployed, experts: { ...knowledge.experts, nova: { provider: 'bedrock', model: 'm' } } };
    const ask = (...experts: string[]) => seatConsultation({ question: 'Why?', experts }, declared, nobody);
    expect(() => ask('ada', 'nova')).toThrow(/experts\.1.*no circle seats an expert of bedrock/);
    expect(ask('ada', 'bob').seats).toHaveLength(2);
    for (const circle of Object.keys(knowledge.circles)) {
      expect(() => seatConsultation({ question: 'Why?', circle }, declared, nobody)).not.toThrow(/no circle seats/);
    }
  });
});

describe('the policy', () => {
  it('is the caller’s over the circle’s', () => {
    expect(seat({ quorum: 3, deadlineSeconds: 5, budgetUsd: 0.1 })).toMatchObject({ quorum: 3, deadlineSeconds: 5, budgetUsd: 0.1 });
  });

  it.each([
    [1, 1],
    [2, 2],
    [3, 2],
    [4, 3],
  ])('takes a majority of %d seats as quorum: %d', (count, quorum) => {
    const experts = ['ada', 'bob', 'cyd', 'dot'].slice(0, count);
    expect(seatConsultation({ question: 'Why?', experts }, testKnowledge({ circles: {} }), nobody).quorum).toBe(quorum);
  });

  it('keeps the quorum where seats cannot be asked, and says what to do where they are too few', () => {
    expect(seat({}, new Set(['bob']))).toMatchObject({ quorum: 2, minimum: undefined });
    expect(() => seat({}, new Set(['bob', 'cyd']))).toThrow(
      'quorum: of circle "default" is 2, but only 1 of its 3 experts can be asked now (ada; GET /v1/experts says why); ' +
        'make more of them ready, or allow fewer answers openly: "minimum": 1',
    );
  });

  it('lowers the quorum openly where circle or caller state a minimum', () => {
    const { circles } = testKnowledge();
    const knowledge = testKnowledge({ circles: { default: { ...circles['default'], experts: ['ada', 'bob', 'cyd'], minimum: 1 } } });
    const left = new Set(['bob', 'cyd']);
    expect(seat({ minimum: 1 }, left)).toMatchObject({ quorum: 2, minimum: 1 });
    expect(seatConsultation({ question: 'Why?' }, knowledge, left)).toMatchObject({ quorum: 2, minimum: 1, seats: [{ expert: 'ada' }] });
    expect(seatConsultation({ question: 'Why?', minimum: 2 }, knowledge, new Set(['bob']))).toMatchObject({ minimum: undefined });
    expect(() => seatConsultation({ question: 'Why?', minimum: 2 }, knowledge, left)).toThrow(/quorum/);
  });

  it('takes as many answers as a circle declares, whoever of it the caller names', () => {
    expect(() => seat({ circle: 'default', experts: ['ada'] })).toThrow(/of circle "default" is 2, but only 1 experts are seated/);
    expect(seat({ circle: 'default', experts: ['ada'], quorum: 1 }).quorum).toBe(1);
    expect(seat({ experts: ['ada'] }).quorum).toBe(1);
  });

  it('keeps what the circle declares beside a request that asks for less, and only then', () => {
    expect(seat({ quorum: 1 })).toMatchObject({ quorum: 1, declaredQuorum: 2 });
    expect(seat({ circle: 'default', experts: ['ada', 'bob'], quorum: 1 })).toMatchObject({ quorum: 1, declaredQuorum: 2 });
    expect(seat({ quorum: 2 })).toMatchObject({ quorum: 2, declaredQuorum: undefined });
    expect(seat({ quorum: 3 })).toMatchObject({ quorum: 3, declaredQuorum: undefined });
    expect(seat({ experts: ['ada', 'bob', 'cyd'], quorum: 1 })).toMatchObject({ quorum: 1, declaredQuorum: undefined });
  });

  it('refuses a minimum above the quorum that holds, whoever says it', () => {
    for (const body of [{ minimum: 9 }, { minimum: 3 }, { minimum: 3, quorum: 2 }, { minimum: 2, experts: ['ada'] }]) {
      expect(() => seat(body)).toThrow(/^.*minimum: must not be above the quorum, and the quorum that holds is [12]$/);
    }
    expect(seat({ minimum: 3, quorum: 3 })).toMatchObject({ quorum: 3, minimum: undefined });
  });

  it('never seats fewer experts than it takes to decide', () => {
    const names = ['ada', 'bob', 'cyd', 'dot'];
    const options = fc.record({
      experts: fc.uniqueArray(fc.constantFrom(...names), { minLength: 1 }),
      quorum: fc.option(fc.integer({ min: 1, max: 4 }), { nil: undefined }),
      minimum: fc.option(fc.integer({ min: 1, max: 4 }), { nil: undefined }),
      away: fc.subarray(names),
      asked: fc.option(fc.integer({ min: 1, max: 4 }), { nil: undefined }),
    });
    fc.assert(
      fc.property(options, ({ experts, quorum, minimum, away, asked }) => {
        const circle = { experts, unavailable: 'skip' as const, ...(quorum && { quorum }), ...(minimum && { minimum }) };
        try {
          const seating = seatConsultation(
            { question: 'Why?', ...(asked && { quorum: asked }) },
            testKnowledge({ circles: { default: circle } }),
            new Set(away),
          );
          const declared = asked ?? quorum ?? Math.floor(experts.length / 2) + 1;
          expect(seating.quorum).toBe(declared);
          expect(seating.seats.length).toBeGreaterThanOrEqual(Math.min(minimum ?? declared, declared));
        } catch (error) {
          expect(error).toMatchObject({ name: 'InvalidInput' });
        }
      }),
    );
  });
});

describe('the demo circle', () => {
  const noKeys = new Set(['ada', 'bob', 'cyd', 'dot']);

  it('sits when the default circle has nobody and the caller has no wish', () => {
    expect(seat({}, noKeys)).toMatchObject({ circle: 'demo', demo: true, quorum: 2, deadlineSeconds: 10 });
  });

  it('never sits in for a circle or for experts that the caller has named', () => {
    expect(() => seat({ circle: 'default' }, noKeys)).toThrow(/no expert of circle "default" can be asked now/);
    expect(seat({ experts: ['ada'] }, noKeys)).toMatchObject({ circle: 'default', demo: false });
  });

  it('does not sit while one real expert is there', () => {
    expect(seat({}, new Set(['bob']))).toMatchObject({ circle: 'default', demo: false });
    expect(() => seat({}, new Set(['ada', 'bob']))).toThrow(/of circle "default" is 2/);
  });

  it('is told by its experts: made-up answers are so under any circle, and a real expert’s are not', () => {
    expect(seat({ experts: ['demo-a'] }).demo).toBe(true);
    expect(seat({ circle: 'demo', experts: ['ada'], quorum: 1 }).demo).toBe(false);
  });
});

describe('a wish that cannot be met names its field', () => {
  it.each<[string, Partial<NewConsultation>, ReadonlySet<string>, string]>([
    ['an unknown circle', { circle: 'nowhere' }, nobody, 'circle'],
    ['an unknown circle beside experts', { circle: 'nowhere', experts: ['ada'] }, nobody, 'circle'],
    ['a circle with nobody there', { circle: 'fleeting' }, new Set(['ada', 'bob']), 'circle'],
    ['an unknown expert', { experts: ['ada', 'nobody'] }, nobody, 'experts.1'],
    ['a quorum above the seats', { quorum: 4 }, nobody, 'quorum'],
    ['a quorum above the seats that are left', { quorum: 3 }, new Set(['ada']), 'quorum'],
    ['a circle called like what every object inherits', { circle: 'constructor' }, nobody, 'circle'],
    ['an expert called like what every object inherits', { experts: ['constructor'] }, nobody, 'experts.0'],
  ])('%s', (_, body, unavailable, field) => {
    expect(() => seat(body, unavailable)).toThrowError(
      expect.objectContaining({ name: 'InvalidInput', fields: [expect.objectContaining({ field })] }),
    );
  });
});

describe('resolveSeat', () => {
  it('takes from the provider’s preset what the expert does not say', () => {
    expect(resolveSeat('ada', knowledge)).toEqual({
      expert: 'ada',
      provider: 'openai',
      preset: 'openai',
      model: 'large',
      family: 'openai',
      key: 'OPENAI_API_KEY',
      persona: 'architect',
      timeoutSeconds: deadlineMaxSeconds,
      maxOutputTokens: 4096,
      images: true,
    });
  });

  it.each([
    ['ada', true],
    ['bob', true],
    ['nova', true],
    ['cyd', false],
    ['eve', true],
    ['demo-a', false],
  ])('knows whether the provider of %s takes images: %s', (expert, images) => {
    expect(resolveSeat(expert, knowledge).images).toBe(images);
  });

  it('lets the preset say what its models take, and the expert before it', () => {
    const presets = { ...knowledge.providers, groq: { kind: 'openai-compatible' as const, images: true, jsonSchema: false } };
    const said = (own: object) => {
      const experts = { ...knowledge.experts, cyd: { provider: 'groq', model: 'llama', ...own } };
      const { images, jsonSchema } = resolveSeat('cyd', testKnowledge({ providers: presets, experts }));
      return { images, jsonSchema };
    };
    expect(said({})).toEqual({ images: true, jsonSchema: false });
    expect(said({ images: false, jsonSchema: true })).toEqual({ images: false, jsonSchema: true });
  });

  it('prefers what the expert says', () => {
    expect(resolveSeat('bob', knowledge)).toMatchObject({ timeoutSeconds: 20, maxOutputTokens: 1000, temperature: 0.2 });
    expect(resolveSeat('cyd', knowledge)).toMatchObject({
      family: 'meta',
      key: 'GROQ_API_KEY',
      provider: 'openai-compatible',
      preset: 'groq',
    });
  });

  it('names the preset as family where nobody names one, and has no key where none is needed', () => {
    const seat = resolveSeat('dot', knowledge);
    expect(seat.family).toBe('ollama');
    expect(seat).not.toHaveProperty('key');
  });

  it('throws for an expert or a provider that is not declared', () => {
    const broken = testKnowledge({ experts: { lost: { provider: 'nowhere', model: 'm' } } });
    expect(() => resolveSeat('lost', broken)).toThrow(/"lost" or its provider is not declared/);
    expect(() => resolveSeat('ada', broken)).toThrow(/"ada" or its provider is not declared/);
  });
});
