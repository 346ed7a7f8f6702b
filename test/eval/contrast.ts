/** Generated pairs of texts: one contrast, or a harmless rewording. What the core calls each, and how well similarity tells them apart. */
import { auroc } from './figures.ts';
import type { Core } from './verdicts.ts';

export interface Pair {
  readonly id: string;
  readonly language: string;
  readonly same: boolean;
  readonly a: string;
  readonly b: string;
}

export interface ContrastFigures {
  readonly pairs: number;
  readonly falseSame: number;
  readonly falseContradicts: number;
  readonly auroc: number | null;
  readonly wrong: readonly string[];
}

/** A frame with one place, and the words of the place that exclude one another. */
type Frame = readonly [frame: string, ...words: (readonly string[])[]];

/** Written apart from the tables of the core, so that a word that is missing there is met here. */
const prose: Readonly<Record<string, readonly Frame[]>> = {
  en: [
    ['The {} endpoint is _ to every client of the service', ['open', 'closed'], ['visible', 'hidden'], ['available', 'not available']],
    ['Restart the {} worker _ the migration has run', ['before', 'after']],
    ['Operators _ rotate the {} token', ['must', 'may', 'cannot'], ['always', 'never']],
    ['The {} retry waits for _', ['5 seconds', '50 seconds', '5 minutes']],
    ['The {} change will _ the error rate', ['increase', 'decrease'], ['raise', 'lower']],
  ],
  de: [
    ['Der Dienst {} ist _', ['sicher', 'nicht sicher', 'unsicher'], ['sichtbar', 'verborgen']],
    ['Man _ den Cache {} leeren', ['muss', 'darf', 'sollte']],
    ['Die Sicherung {} läuft _ dem Umzug', ['vor', 'nach']],
    ['Die Regel {} wird _ alle Zugriffe', ['erlauben', 'verbieten']],
  ],
  fr: [
    ['Le service {} est _', ['sûr', 'dangereux'], ['ouvert', 'fermé']],
    ['Il faut _ le cache {}', ['activer', 'désactiver'], ['ajouter', 'supprimer']],
    ['Sauvegardez la base {} _ la migration', ['avant', 'après']],
    ['La requête {} _ réussie', ['est', "n'est pas"]],
  ],
  es: [
    ['El puerto {} está _', ['abierto', 'cerrado'], ['activo', 'no activo']],
    ['Hay que reiniciar {} _ de la copia', ['antes', 'después']],
    ['La regla {} va a _ el acceso', ['permitir', 'prohibir']],
    ['El valor {} va a _', ['aumentar', 'disminuir']],
  ],
  it: [
    ['La porta {} è _', ['aperta', 'chiusa'], ['valida', 'non valida']],
    ['Riavvia {} _ del backup', ['prima', 'dopo']],
    ['Il carico {} può _', ['aumentare', 'diminuire']],
  ],
  pt: [
    ['A porta {} está _', ['aberta', 'fechada'], ['segura', 'insegura']],
    ['Reinicie {} _ do backup', ['antes', 'depois']],
    ['A regra {} vai _ o acesso', ['permitir', 'proibir']],
  ],
  nl: [
    ['De poort {} is _', ['open', 'gesloten'], ['veilig', 'niet veilig']],
    ['Herstart {} _ de back-up', ['voor', 'na']],
    ['Deze wijziging zal {} _', ['verhogen', 'verlagen']],
  ],
  ru: [
    ['Сервис {} работает _ обновления', ['до', 'после']],
    ['Правило {} будет _ доступ', ['разрешать', 'запрещать']],
    ['Порт {} _', ['открыт', 'закрыт'], ['безопасен', 'не безопасен']],
  ],
  zh: [
    ['请在迁移之_备份 {}', ['前', '后']],
    ['防火墙_ {} 的访问', ['允许', '禁止']],
    ['服务 {} _安全', ['很', '不']],
    ['你_重启 {}', ['必须', '可以']],
  ],
  ja: [
    ['{} は移行の_に再起動する', ['前', '後']],
    ['この規則は {} を_する', ['許可', '禁止']],
    ['設定 {} は_です', ['有効', '無効']],
  ],
};

const names = ['billing', 'search', 'audit', 'orders', 'cache2', 'gateway', 'report', 'metrics'];

const code: Readonly<Record<string, readonly Frame[]>> = {
  sql: [
    ['UPDATE {} SET done = 1 WHERE age _ 30 AND kind = 4;', ['<', '>', '<=', '=', '<>']],
    ['SELECT _ FROM {} ORDER BY id _;'.replace(' _;', ' DESC;'), ['MIN(x)', 'MAX(x)', 'COUNT(x)']],
  ],
  bash: [
    ['cp -_ /srv/{} /backup/{}', ['r', 'R', 'a', 'n']],
    ['cat /var/log/{}.log _ wc -l', ['|', '>', '>>', '&&']],
    ['rm -rf _{}', ['./', '/', '../', '~/']],
  ],
  python: [
    ['if a _ {}:\n    return b', ['==', '!=', '<', 'in', 'not in']],
    ['total = {} _ 3', ['+', '-', '*', '//', '%']],
  ],
  javascript: [['const ok = {} _ limit;', ['===', '!==', '&&', '||', '>=']]],
  json: [['{"name": "{}", "on": _, "n": 2}', ['true', 'false', 'null', '1']]],
  yaml: [['name: {}\nreplicas: _\nmode: fast', ['1', '2', '11']]],
  regex: [['^{}\\d_$', ['+', '*', '?', '{2}']]],
  dockerfile: [['FROM node:20\nCOPY {} /app\nUSER _', ['root', 'node', '1000']]],
  hcl: [['resource "aws_s3_bucket" "{}" {\n  force_destroy = _\n}', ['true', 'false']]],
  nginx: [['location /{} {\n  _ all;\n}', ['allow', 'deny']]],
};

const proseHarmless = [
  (text: string) => `**${text}**.`,
  (text: string) => `  ${text.replaceAll(' ', '  ')} .`.replace(' .', '.'),
  (text: string) => `- ${text}`,
  (text: string) => `"${text}."`,
  (text: string) => text.toUpperCase().replaceAll('ß', 'ß'),
];
const codeHarmless = [
  (text: string, language: string) => `\`\`\`${language}\n${text}\n\`\`\``,
  (text: string) => `\n${text}\n`,
  (text: string) => (text.includes('\n') ? `\`\`\`\n${text}\n\`\`\`` : `\`${text}\``),
];

/** At least a thousand pairs, the same on every run. */
export function contrastPairs(): readonly Pair[] {
  const pairs = sources().flatMap(([language, frames, rewordings]) =>
    frames.flatMap(([frame, ...places]) => names.flatMap((name) => pairsOf(language, frame.replaceAll('{}', name), places, rewordings))),
  );
  return pairs.map((pair, at) => ({ id: `${pair.language}-${at}`, ...pair }));
}

type Source = ReturnType<typeof sources>[number];

/** Every two words that may stand in one place of a frame make a contrast; each rewording of its first form makes none. */
function pairsOf(
  language: string,
  frame: string,
  places: readonly (readonly string[])[],
  rewordings: Source[2],
): readonly Omit<Pair, 'id'>[] {
  const fill = (word: string) => frame.replace('_', word);
  const contrasts = places.flatMap((words) => {
    const all = words.map(fill);
    return all.flatMap((a, at) => all.slice(at + 1).map((b) => ({ language, same: false, a, b })));
  });
  const base = fill(places[0]?.[0] ?? '');
  return [...contrasts, ...rewordings.map((reword) => ({ language, same: true, a: base, b: reword(base, language) }))];
}

type Reword = (text: string, language: string) => string;
function sources(): readonly (readonly [string, readonly Frame[], readonly Reword[]])[] {
  const of = (table: Readonly<Record<string, readonly Frame[]>>, rewordings: readonly Reword[]) =>
    Object.entries(table).map(([language, frames]) => [language, frames, rewordings] as const);
  return [...of(prose, proseHarmless), ...of(code, codeHarmless)];
}

/** Asks the core of all pairs. */
export function measureContrast(core: Core): ContrastFigures {
  const pairs = contrastPairs();
  const { output } = core.run(['relate'], pairs.map(({ id, a, b }) => `${JSON.stringify({ id, a, b })}\n`).join(''));
  const related = output
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { relation: string; similarity: number });
  const judged = pairs.map((pair, at) => ({ ...pair, relation: related[at]?.relation, score: related[at]?.similarity ?? 0 }));
  const apart = judged.filter(({ same }) => !same);
  const alike = judged.filter(({ same }) => same);
  const falselySame = apart.filter(({ relation }) => relation === 'same');
  const falselyApart = alike.filter(({ relation }) => relation === 'contradicts');
  return {
    pairs: pairs.length,
    falseSame: falselySame.length / apart.length,
    falseContradicts: falselyApart.length / alike.length,
    auroc: auroc(judged.map(({ same, score }) => ({ positive: same ? 1 : 0, score }))),
    wrong: [...falselySame, ...falselyApart].map(({ a, b, relation }) => `${relation}: ${a} / ${b}`),
  };
}
