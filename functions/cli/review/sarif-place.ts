/** From the addresses of a file in SARIF to the paths of what is reviewed. */
import { isAbsolute, posix, relative } from 'node:path';
import type { SarifArtifact, SarifRun } from './sarif-form.ts';

/** Bases that may lead to one another: more is a circle. */
const mostBases = 10;

/**
 * The path of an address among those that are known, else as well as it can be told; undefined where there is none. It may be relative to
 * a base that is named, to the folder of this run, or to one on another machine, and signs may be written as they are.
 */
export function pathOfArtifact(given: SarifArtifact, run: SarifRun, known: ReadonlySet<string>): string | undefined {
  const artifact = given.uri === undefined ? (run.artifacts[given.index]?.location ?? given) : given;
  if (artifact.uri === undefined) return undefined;
  const bare = plainPaths(artifact.uri);
  const based = plainPaths(withBase(artifact, run));
  const here = [...bare, ...based].filter(isAbsolute).map((path) => relative(process.cwd(), path).replaceAll('\\', '/'));
  const all = [...bare, ...here, ...based];
  return all.find((path) => known.has(path)) ?? endingOf(based, known) ?? here.find((path) => !path.startsWith('..')) ?? all[0];
}

function withBase({ uri = '', uriBaseId }: SarifArtifact, { originalUriBaseIds }: SarifRun): string {
  let [path, id] = [uri, uriBaseId];
  for (let steps = 0; id !== undefined && steps < mostBases; steps += 1) {
    const base = originalUriBaseIds[id];
    if (base?.uri !== undefined) path = `${base.uri.replace(/\/?$/, '/')}${path}`;
    id = base?.uriBaseId;
  }
  return path;
}

/** The path of an address: with its signs decoded, and as it stands, since not every tool encodes them. */
function plainPaths(uri: string): readonly string[] {
  const bare = uri.replace(/^file:\/\/(?:localhost(?=\/))?/i, '').replaceAll('\\', '/');
  const path = /^\/[A-Za-z]:\//.test(bare) ? bare.slice(1) : bare;
  return [...new Set([decoded(path), path])].map((one) => posix.normalize(one).replace(/^\.\//, ''));
}

/** Each sign that is one; a percent sign that begins none stays. */
function decoded(path: string): string {
  return path.replaceAll(/(?:%[0-9a-f]{2})+/gi, (signs) => {
    try {
      return decodeURIComponent(signs);
    } catch {
      return signs;
    }
  });
}

/** The one known path that a whole path of another machine ends in; undefined where it is none, or more than one are as long. */
function endingOf(paths: readonly string[], known: ReadonlySet<string>): string | undefined {
  const whole = paths.filter((path) => isAbsolute(path) || /^[A-Za-z]:\//.test(path));
  for (const path of whole) {
    for (let at = path.indexOf('/'); at >= 0; at = path.indexOf('/', at + 1)) {
      // The longest comes first.
      if (known.has(path.slice(at + 1))) return path.slice(at + 1);
    }
  }
  return undefined;
}
