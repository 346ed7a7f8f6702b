/** The experts that the console is tried with: scripted, with delays, tokens and prices, so that every page has something to show. */
import { appendFileSync, cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type KnowledgeFolder, writeKnowledge } from '../blackbox/knowledge-folder.ts';

const scripted = (model: string, family: string) => ({ provider: 'scripted', model, family, script: 'answers.jsonl' });

const experts = {
  claude: scripted('claude-sonnet-4-5', 'anthropic'),
  gpt: scripted('gpt-5', 'openai'),
  gemini: scripted('gemini-2.5-pro', 'google'),
  qwen: scripted('qwen3-235b', 'qwen'),
  llama: scripted('llama-3.3-70b', 'meta'),
  // Writes syntheses, and is seated nowhere.
  scribe: scripted('scribe', 'scribe'),
  // People answer when a test says so: whoever needs an order of events asks them.
  ada: { provider: 'human', model: 'person', family: 'ada' },
  bob: { provider: 'human', model: 'person', family: 'bob' },
};

const circles = {
  default: { experts: ['claude', 'gpt', 'gemini', 'qwen', 'llama'], quorum: 4, deadlineSeconds: 30, budgetUsd: 5 },
  people: { experts: ['ada', 'bob'], quorum: 2, deadlineSeconds: 120 },
  pair: { experts: ['claude', 'gpt'], quorum: 2, deadlineSeconds: 60 },
  mixed: { experts: ['claude', 'gpt', 'gemini', 'qwen'], quorum: 4, deadlineSeconds: 30 },
};

/** Who sits where there are rules: alone, and beside somebody who judges what they find. */
const ruling = {
  experts: { 'rules-docker': { provider: 'rules', rules: ['docker' as const] } },
  circles: { rules: { experts: ['rules-docker'], quorum: 1 } },
  schedules: { templates: { cron: '0 0 1 1 *', review: { folder: './templates' } } },
};

/** On a day that does not come while tests run. */
const schedules = {
  'leap-day': { cron: '0 6 29 2 *', timezone: 'Europe/Berlin', consultation: { question: 'Which of our open risks has grown?' } },
} as const;

const prices = `
  scripted:
    claude-sonnet-4-5: { inputUsdPerMillion: 3, outputUsdPerMillion: 15 }
    gpt-5: { inputUsdPerMillion: 1.25, outputUsdPerMillion: 10 }
    gemini-2.5-pro: { inputUsdPerMillion: 1.25, outputUsdPerMillion: 10 }
    qwen3-235b: { inputUsdPerMillion: 0.22, outputUsdPerMillion: 0.88 }
`;

/** Writes a knowledge folder with this panel; one model's price is not known. */
export function writePanel({ withRules }: { readonly withRules: boolean }): KnowledgeFolder {
  const all = withRules ? { experts: { ...experts, ...ruling.experts }, circles: { ...circles, ...ruling.circles } } : { experts, circles };
  const folder = writeKnowledge({ ...all, schedules: { ...schedules, ...(withRules && ruling.schedules) } });
  cpSync(join(import.meta.dirname, 'fixtures/answers.jsonl'), join(folder.path, 'answers.jsonl'));
  appendFileSync(join(folder.path, 'prices.yaml'), prices);
  // Scripts are free where nobody says otherwise.
  const providers = join(folder.path, 'providers.yaml');
  writeFileSync(providers, readFileSync(providers, 'utf8').replace(/(kind: scripted\n +family: scripted\n) +free: true\n/, '$1'));
  return folder;
}
