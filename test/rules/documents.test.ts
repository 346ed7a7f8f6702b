/** What the documents say of this repository exists, and the first page stays one that people read. */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import packageFile from '../../package.json' with { type: 'json' };
import { anchorOf, anchorsOf, blocksOf, documents, linksOf, proseOf, read, repositoryFolder } from '../support/documents.ts';

/** Everything that reads a flag or a variable. */
const sources = globSync('{functions/cli,infra,test}/**/*.{ts,sh,mjs}', { cwd: repositoryFolder })
  .filter((path) => !path.includes('documents'))
  .map((path) => readFileSync(join(repositoryFolder, path), 'utf8'))
  .join('\n');

const readmeMaxLines = 150;
const lineMaxCharacters = 180;

describe.each(documents)('%s', (document) => {
  it('links to files and headings that exist', () => {
    const broken = linksOf(document).filter(({ path, anchor }) => {
      if (!existsSync(join(repositoryFolder, path))) return true;
      return anchor !== undefined && path.endsWith('.md') && !anchorsOf(path).has(anchor);
    });
    expect(broken).toEqual([]);
  });

  it('names files and folders that exist', () => {
    const tops = /^(?:infra|functions|shared|layers|rust-lambda|test)\//;
    const named = [...proseOf(document).matchAll(/`([\w./*{},-]+)`/g)].map(([, path = '']) => path).filter((path) => tops.test(path));
    expect(named.filter((path) => globSync(path, { cwd: repositoryFolder }).length === 0)).toEqual([]);
  });

  it('names scripts that exist', () => {
    const named = [...read(document).matchAll(/\bnpm (?:run ([\w-]+)|(start|test)\b)/g)].map(([, script, short]) => script ?? short ?? '');
    expect(named.filter((script) => !(script in packageFile.scripts))).toEqual([]);
  });

  it('closes every fence, and says what each block holds', () => {
    const fences = read(document).match(/^```/gm) ?? [];
    expect(fences).toHaveLength(blocksOf(document).length * 2);
  });
});

describe.each([
  ['DESIGN.md', /^## (.*)$/gm],
  ['RUNBOOK.md', /^##+ (?!Alarms$)(.*)$/gm],
])('the contents of %s', (document, headings) => {
  it('lead to every chapter', () => {
    const linked = new Set(linksOf(document).flatMap(({ path, anchor }) => (path === document && anchor !== undefined ? [anchor] : [])));
    const chapters = [...read(document).matchAll(headings)].map(([, heading = '']) => anchorOf(heading));
    expect(chapters.length).toBeGreaterThan(5);
    expect(chapters.filter((chapter) => !linked.has(chapter))).toEqual([]);
  });
});

it('names modules of the core that exist beside its formulas', () => {
  const named = [...read('rust-lambda/consensus/README.md').matchAll(/^- \*\*.*?\*\* \(((?:`[\w/]+`(?:, )?)+)\)/gm)]
    .flatMap(([, list = '']) => list.replaceAll('`', '').split(', '))
    .filter((name) => name !== '');
  expect(named.length).toBeGreaterThan(10);
  const folder = join(repositoryFolder, 'rust-lambda/consensus/src');
  expect(named.filter((name) => !existsSync(join(folder, name)) && !existsSync(join(folder, `${name}.rs`)))).toEqual([]);
});

describe('the pages for users', () => {
  const pages = documents.filter((document) => document === 'README.md' || document.startsWith('docs/'));

  it.each([...pages, 'DESIGN.md'])('%s has lines that can be read and compared', (page) => {
    const long = read(page)
      // Tables are padded for the eye: what counts is what they say.
      .replaceAll(/^\|.*$/gm, (row) => row.replaceAll(/ {2,}|-{4,}/g, ' '))
      .split('\n')
      .filter((line) => line.length > lineMaxCharacters);
    expect(long).toEqual([]);
  });

  it.each(pages)('%s names options and variables that the product reads', (page) => {
    // Options of git, curl and others stand in blocks with their command, and blocks are run.
    const named = [...proseOf(page).matchAll(/(?<=^|[\s`(])--[a-z][a-z-]+|\bCIRCLES?_[A-Z_]*[A-Z]\b/gm)].map(([name]) => name);
    expect(named.filter((name) => !sources.includes(name))).toEqual([]);
  });

  it('are all reached from the first one', () => {
    const reached = new Set(['README.md']);
    for (const page of reached) for (const { path } of linksOf(page)) if (path.endsWith('.md')) reached.add(path);
    expect(pages.filter((page) => !reached.has(page))).toEqual([]);
  });

  it('begin with a first page that is short', () => {
    expect(read('README.md').trimEnd().split('\n').length).toBeLessThanOrEqual(readmeMaxLines);
  });
});
