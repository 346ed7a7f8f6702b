/** A small knowledge folder in memory: one expert of each sort, and the circles that rules differ on. */
import { circlesFile, type Knowledge, pricesFile, providersFile } from '../../shared/contract/circle.ts';

const file = circlesFile.parse({
  experts: {
    ada: { provider: 'openai', model: 'large', persona: 'architect' },
    bob: { provider: 'anthropic', model: 'medium', timeoutSeconds: 20, maxOutputTokens: 1000, temperature: 0.2 },
    cyd: { provider: 'groq', model: 'llama', family: 'meta' },
    dot: { provider: 'ollama', model: 'tiny' },
    eve: { provider: 'human', model: 'person' },
    nova: { provider: 'bedrock', model: 'nova' },
    'demo-a': { provider: 'scripted', model: 'a', family: 'demo-a', script: 'demo.jsonl' },
    'demo-b': { provider: 'scripted', model: 'b', family: 'demo-b', script: 'demo.jsonl' },
  },
  circles: {
    default: { experts: ['ada', 'bob', 'cyd'], quorum: 2, deadlineSeconds: 30, budgetUsd: 2, unavailable: 'skip' },
    plain: { experts: ['ada', 'bob', 'cyd', 'dot'] },
    strict: { experts: ['ada', 'bob'], unavailable: 'fail' },
    fleeting: { experts: ['ada', 'bob'], quorum: 2, unavailable: 'skip' },
    human: { experts: ['ada', 'eve'], quorum: 2 },
    demo: { experts: ['demo-a', 'demo-b'], quorum: 2, deadlineSeconds: 10, demo: true },
  },
});

/** The knowledge, with parts replaced. Groq's model has no price here: its cost is unknown. */
export function testKnowledge(overrides: Partial<Knowledge> = {}): Knowledge {
  return {
    ...file,
    providers: providersFile.parse({
      openai: { kind: 'openai', key: 'OPENAI_API_KEY', family: 'openai' },
      anthropic: { kind: 'anthropic', key: 'ANTHROPIC_API_KEY', family: 'anthropic' },
      groq: { kind: 'openai-compatible', baseUrl: 'https://api.groq.com/openai/v1', key: 'GROQ_API_KEY' },
      ollama: { kind: 'openai-compatible', baseUrl: 'http://127.0.0.1:11434/v1', free: true },
      bedrock: { kind: 'bedrock' },
      human: { kind: 'human', free: true },
      scripted: { kind: 'scripted', family: 'scripted', free: true },
    }),
    prices: pricesFile.parse({
      asOf: '2026-03-01',
      prices: {
        openai: { large: { inputUsdPerMillion: 10, outputUsdPerMillion: 30 } },
        anthropic: { medium: { inputUsdPerMillion: 2, outputUsdPerMillion: 8 } },
      },
    }),
    personas: { architect: 'You are a careful architect.\n' },
    folder: '/knowledge',
    ...overrides,
  };
}
