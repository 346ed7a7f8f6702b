import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { pricesFile, providersFile } from '../../shared/contract/circle.ts';
import { providerKind } from '../../shared/contract/expert.ts';

const read = (name: string): unknown => parse(readFileSync(new URL(`../../layers/knowledge/${name}`, import.meta.url), 'utf8'));
const providers = providersFile.parse(read('providers.yaml'));
const { prices, asOf } = pricesFile.parse(read('prices.yaml'));

describe('providers.yaml', () => {
  it('holds every kind of provider under its own name', () => {
    for (const kind of providerKind.options) expect(providers[kind]).toMatchObject({ kind });
  });

  it.each(['deepseek', 'openrouter', 'groq', 'huggingface', 'ollama', 'localai'])('gives %s an address', (preset) => {
    expect(providers[preset]).toMatchObject({ kind: 'openai-compatible', baseUrl: expect.stringMatching(/^https?:\/\/[^ ]+\/v1$/) });
  });

  it('sends keys over TLS only', () => {
    for (const { key, baseUrl } of Object.values(providers)) {
      if (key !== undefined && baseUrl !== undefined) expect(baseUrl).toMatch(/^https:/);
    }
  });

  it('calls free only what runs on this machine, is scripted, is a rule or is human', () => {
    const free = Object.entries(providers).filter(([, provider]) => provider.free === true);

    expect(free.map(([name]) => name)).toEqual(['scripted', 'rules', 'human', 'ollama', 'localai']);
  });
});

describe('prices.yaml', () => {
  it('prices only providers that exist and cost something', () => {
    for (const provider of Object.keys(prices)) expect(providers[provider]?.free ?? providers[provider] === undefined).toBe(false);
  });

  it('asks more for a token of output than for one of input, and something for both', () => {
    for (const { inputUsdPerMillion, outputUsdPerMillion } of Object.values(prices).flatMap((models) => Object.values(models))) {
      expect(inputUsdPerMillion).toBeGreaterThan(0);
      expect(outputUsdPerMillion).toBeGreaterThan(inputUsdPerMillion);
    }
  });

  it('says from which day it is', () => {
    expect(asOf).toMatch(/^\d{4}-\d\d-\d\d$/);
  });
});
