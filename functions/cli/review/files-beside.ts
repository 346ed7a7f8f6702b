/**
 * Files that a change leaves alone and that say what it does: those of its Terraform folders, the modules and nested templates that it
 * calls, and whoever calls what it changes. Only names and words are looked at.
 */
import { posix } from 'node:path';
import type { ReviewFile } from '../../../shared/contract/rules.ts';

/** The files of a tree, by their paths. */
export interface Tree {
  readonly paths: readonly string[];
  /** The texts of files of the tree, of those that have one. */
  read(paths: readonly string[]): ReadonlyMap<string, string>;
}

/** Files that belong together, the folder of a module say: part of them would pass for the whole. */
export type Group = readonly string[];

/** How many calls lie within one another, as in the rules. */
const calls = 8;
/** Files in which callers are looked for: a repository with more has no callers, and what they give counts as open. */
const mostCallers = 2_000;

/** Groups of files beside the changed ones, the nearest first. Whoever calls is one group: the values of some are not those of all. */
export function groupsBeside(changed: readonly ReviewFile[], tree: Tree): readonly Group[] {
  const given = changed.map(({ path, text, before = '' }) => ({ path, text: `${text}\n${before}` }));
  const folders = foldersOf(tree.paths);
  const own = [...new Set(given.flatMap(({ path }) => modulesOf(path, folders)))];
  const near = [...own.map((folder) => folders.get(folder) ?? []), given.flatMap((file) => parametersBeside(file, tree.paths))];
  const known = new Set(own);
  const below: Group[] = [];
  let next: readonly Named[] = [...given, ...textsOf(near.flat(), tree)];
  for (let depth = 0; depth < calls && next.length > 0; depth += 1) {
    const found = [...new Set(next.flatMap(calledBy))].filter((place) => !known.has(place));
    const groups = found.map((place) => modulesIn(place, folders) ?? tree.paths.filter((path) => path === place));
    for (const place of found) known.add(place);
    below.push(...groups);
    next = textsOf(groups.flat(), tree);
  }
  return [...near, ...below, callersOf(own, folders, tree)].filter((group) => group.length > 0);
}

/** Whether there may be files beside a changed one. */
export function hasOthers({ path, text, before = '' }: ReviewFile): boolean {
  const named = { path, text: `${text}\n${before}` };
  return isTerraform(path) || givesValues(path) || takesParts(named.text) || takesParameters(named);
}

interface Named {
  readonly path: string;
  readonly text: string;
}

/** Files of Terraform and of its values, by their folders. */
type Folders = ReadonlyMap<string, readonly string[]>;

function foldersOf(paths: readonly string[]): Folders {
  return Map.groupBy(
    paths.filter((path) => isTerraform(path) || givesValues(path)),
    (path) => posix.dirname(path),
  );
}

/** The files of a module, without values that somebody gives it when it is no module; undefined of a folder that is none. */
function modulesIn(folder: string, folders: Folders): readonly string[] | undefined {
  return folders.get(folder)?.filter(isTerraform);
}

/** The modules that a file is of, or gives values to: its folder, else the nearest above it, else those beside it. */
function modulesOf(path: string, folders: Folders): readonly string[] {
  const own = posix.dirname(path);
  if (isTerraform(path)) return [own];
  if (!givesValues(path)) return [];
  const isModule = (folder: string) => (modulesIn(folder, folders) ?? []).length > 0;
  const above = [own];
  for (let folder = own; folder !== '.'; folder = posix.dirname(folder)) above.push(posix.dirname(folder));
  const nearest = above.find(isModule);
  if (nearest !== undefined) return [nearest];
  const beside = above.map((one) => [...folders.keys()].filter((folder) => posix.dirname(folder) === one && isModule(folder)));
  return beside.find((list) => list.length > 0) ?? [];
}

function isTerraform(path: string): boolean {
  return /\.(?:tf|tofu)$/.test(path);
}

function givesValues(path: string): boolean {
  return /\.tfvars(?:\.json)?$/.test(path);
}

const namesTemplate = /(?:TemplateURL|Location|aws:asset:path)["']?\s*:\s*["']?([^\s"',{}!$]+)/g;
const namesModule = /^[ \t]*source[ \t]*=[ \t]*"(\.[^"\n]*)"/gm;

/** The places that a file calls: folders of modules, paths of templates. */
function calledBy({ path, text }: Named): readonly string[] {
  const form = isTerraform(path) ? namesModule : takesParts(text) ? namesTemplate : undefined;
  if (form === undefined) return [];
  const sources = [...text.matchAll(form)].flatMap(([, source = '']) => (source.includes('://') ? [] : [source]));
  return sources.map((source) => posix.join(posix.dirname(path), source).replace(/(?<=.)\/$/, ''));
}

function takesParts(text: string): boolean {
  return text.includes('AWS::CloudFormation::Stack') || text.includes('AWS::Serverless::Application');
}

function takesParameters({ path, text }: Named): boolean {
  return !isTerraform(path) && text.includes('Parameters') && text.includes('Resources');
}

/** Files beside a template that give its parameters. */
function parametersBeside(template: Named, paths: readonly string[]): readonly string[] {
  if (!takesParameters(template)) return [];
  const folder = posix.dirname(template.path);
  const gives = (name: string) => name.startsWith('samconfig.') || (name.endsWith('.json') && name.includes('param'));
  return paths.filter((one) => posix.dirname(one) === folder && gives(posix.basename(one).toLowerCase()));
}

/** Files that call the modules, and those that call these in turn, each with the folder around it. */
function callersOf(modules: readonly string[], folders: Folders, tree: Tree): Group {
  const all = [...folders.values()].flat().filter(isTerraform);
  if (modules.length === 0 || all.length > mostCallers) return [];
  const calling = textsOf(all, tree).map((file) => ({ folder: posix.dirname(file.path), called: calledBy(file) }));
  const known = new Set(modules);
  let next = modules;
  for (let depth = 0; depth < calls && next.length > 0; depth += 1) {
    const wanted = new Set(next);
    const found = calling.filter(({ called }) => called.some((place) => wanted.has(place))).map(({ folder }) => folder);
    next = [...new Set(found)].filter((folder) => !known.has(folder));
    for (const folder of next) known.add(folder);
  }
  return [...known].filter((folder) => !modules.includes(folder)).flatMap((folder) => folders.get(folder) ?? []);
}

function textsOf(paths: readonly string[], tree: Tree): readonly Named[] {
  return [...tree.read(paths)].map(([path, text]) => ({ path, text }));
}
