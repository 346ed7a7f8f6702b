/** The pages that users read, cut into what a test can hold against the product. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Where this repository lies. */
export const repositoryFolder = join(import.meta.dirname, '../..');

/** Every document of this repository, by its path. */
export const documents = [
  ...['README.md', 'DESIGN.md', 'RUNBOOK.md', 'CHANGELOG.md', 'CONTRIBUTING.md', 'SECURITY.md', 'EVALUATION.md'],
  ...readdirSync(join(repositoryFolder, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
  ...['infra/client/README.md', 'rust-lambda/README.md', 'rust-lambda/consensus/README.md'],
] as const;

/** A fenced block of a document. */
export interface Block {
  readonly document: string;
  /** What stands behind the opening fence, such as `sh`. */
  readonly language: string;
  /** The line of its opening fence, counted from 1. */
  readonly line: number;
  readonly text: string;
}

/** The text of a document. */
export function read(document: string): string {
  return readFileSync(join(repositoryFolder, document), 'utf8');
}

/** The fenced blocks of a document. */
export function blocksOf(document: string): readonly Block[] {
  const text = read(document);
  return [...text.matchAll(/^```(\w+)\n(.*?)^```$/gms)].map(({ 1: language = '', 2: code = '', index }) => ({
    document,
    language,
    line: text.slice(0, index).split('\n').length,
    text: code,
  }));
}

/** The text of a document without its fenced blocks. */
export function proseOf(document: string): string {
  return read(document).replaceAll(/^```\w*\n.*?^```$/gms, '');
}

/** What a document links to in this repository: a path from its root, and an anchor where one is named. */
export function linksOf(document: string): readonly { readonly path: string; readonly anchor: string | undefined }[] {
  const targets = [...proseOf(document).matchAll(/\]\(([^()\s]+)\)/g)].map(([, target = '']) => target);
  return targets
    .filter((target) => !/^[a-z]+:/.test(target))
    .map((target) => {
      const [path = '', anchor] = target.split('#');
      return { path: path === '' ? document : join(dirname(document), path), anchor };
    });
}

/** The anchor that GitHub gives to a heading. */
export function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(' ', '-');
}

/** The anchors of all headings of a document. */
export function anchorsOf(document: string): ReadonlySet<string> {
  return new Set([...proseOf(document).matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) => anchorOf(heading)));
}
