/** A panel that reviews from a script: it finds the planted defect wherever it stands, is split on a planted doubt, and says nothing to a planted silence. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type KnowledgeFolder, writeKnowledge } from '../blackbox/knowledge-folder.ts';

/** The line that two experts want revised. */
export const plantedDefect = "const row = await db.query('SELECT * FROM users WHERE name = ' + name);";
/** The line on which every expert says something else. */
export const plantedDoubt = 'const maybe = true;';
/** The line on which no expert commits itself. */
export const plantedSilence = 'const unclear = true;';

const fenced = (findings: unknown, vote: string) => `I have read it.\n\`\`\`json\n${JSON.stringify(findings)}\n\`\`\`\nAnswer: ${vote}`;
const injection = {
  severity: 'high',
  file: 'src/user.ts',
  line: 3,
  title: 'SQL injection',
  reason: 'The name is put into the SQL query unescaped.',
};

/** What who does not mumble answers where another one does, or is asked once more. */
const plain = Array.from({ length: 4 }, () => fenced([], 'approve'));
const silence = 'This file alone does not tell whether it is safe.';

/** The line on which one expert approves with findings that cannot be read; asked once more, it lists them. */
export const plantedMumble = 'const mumbled = true;';
/** The same, and it never lists them. */
export const plantedMutter = 'const muttered = true;';

const mumbled = [{ ...injection, severity: 'ghastly', title: 'Mumbled' }];
const muttered = [{ ...injection, severity: 'ghastly', title: 'Muttered' }];

/** Each expert with its answers: to the defect, to the doubt, to the silence, to what it has mumbled, and to everything else. */
const panel = {
  ada: [
    fenced([{ ...injection, suggestion: 'Pass the name as a parameter.' }], 'revise'),
    fenced([], 'approve'),
    silence,
    ...plain,
    fenced([], 'approve'),
  ],
  bob: [
    fenced([{ ...injection, severity: 'critical', line: '3', reason: 'Unescaped name in the query: SQL injection.' }], 'revise'),
    fenced([], 'revise'),
    silence,
    ...plain,
    fenced([], 'approve'),
  ],
  cyd: [
    'All is well, I think.\nAnswer: approve',
    fenced([], 'reject'),
    silence,
    JSON.stringify({ findings: [{ ...injection, title: 'Mumbled', endLine: null, suggestion: null }] }),
    '{"findings": []}',
    fenced(mumbled, 'approve'),
    fenced(muttered, 'approve'),
    fenced([], 'approve'),
  ],
} as const;

/** Writes a knowledge folder whose default circle is the panel. */
export function writeReviewingCircle(): KnowledgeFolder {
  const experts = Object.keys(panel);
  const knowledge = writeKnowledge({
    experts: Object.fromEntries(
      experts.map((expert) => [expert, { provider: 'scripted', model: expert, family: expert, script: 'review.jsonl' }]),
    ),
    circles: { default: { experts, quorum: 3, deadlineSeconds: 30 } },
  });
  const matches = [
    ...[plantedDefect, plantedDoubt, plantedSilence].map(escapePattern),
    'what you wrote[^]*Mumbled',
    'what you wrote[^]*Muttered',
    ...[plantedMumble, plantedMutter].map(escapePattern),
    undefined,
  ];
  const lines = Object.entries(panel).flatMap(([expert, answers]) =>
    answers.map((answer, index) => ({ match: matches[index], expert, answer })),
  );
  writeFileSync(join(knowledge.path, 'review.jsonl'), lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  return knowledge;
}

function escapePattern(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
