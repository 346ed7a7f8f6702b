/** What is named in `circles.yaml` and read by functions: they have the knowledge folder, and nothing beside it. */
import { isAbsolute, relative, resolve, sep } from 'node:path';
import { InvalidConfiguration } from '../../shared/errors.ts';

/** Throws `InvalidConfiguration` for a path that leads out of the folder; `key` says where it is named, `what` it should name instead. */
export function requireInside(
  knowledgeFolder: string,
  named: string,
  { key, what }: { readonly key: string; readonly what: string },
): void {
  const below = relative(resolve(knowledgeFolder), resolve(knowledgeFolder, named));
  if (below !== '..' && !below.startsWith(`..${sep}`) && !isAbsolute(below) && !isAbsolute(named)) return;
  throw new InvalidConfiguration(`${key}: ${named} is not in the knowledge folder, which alone is deployed: name ${what} inside of it`);
}
