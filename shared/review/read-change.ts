/** A change that the caller hands over as a diff. */
import { describePatches } from './describe-patches.ts';
import { pathOf } from './diff.ts';
import { refusal } from './diff-lines.ts';
import { type Exclusions, readExclusions } from './exclusions.ts';
import type { Material } from './material.ts';
import { readDiff } from './read-diff.ts';
import { visible } from './visible.ts';
import { textsOfPatches } from './whole-files.ts';

/** What the caller accepts not to be seen. */
export interface DiffFlags {
  readonly exclude?: readonly string[];
  readonly allowUnseen?: readonly string[];
}

/** Reads a diff whose bytes stand as characters of one byte each. Throws `InvalidInput` where it is none, or all of it is left out. */
export function readChange(diff: string, flags: DiffFlags = {}): Material {
  const exclusions = readExclusions(flags, '');
  const { patches, unreadable, warnings } = readDiff(diff);
  const kept = patches.filter((patch) => exclusions.reasonFor(pathOf(patch)) === undefined);
  const described = describePatches(kept, () => undefined);
  const leftOut = [...new Set(patches.map(pathOf))].flatMap((path) => notShownByName(path, exclusions));
  const named = unreadable.map(({ path, reason }) => {
    const left = exclusions.reasonFor(path);
    return { path: visible(path), reason: left ?? reason, allowed: left !== undefined || exclusions.allows(visible(path)) };
  });
  if (kept.length === 0 && named.every(({ allowed }) => allowed) && patches.length > 0) throw refusal('holds nothing but what is left out');
  const notShown = [...leftOut, ...named, ...described.notShown.map((one) => ({ ...one, allowed: exclusions.allows(one.path) }))];
  return { kind: 'change', files: described.files, notShown, warnings, texts: textsOfPatches(kept) };
}

function notShownByName(path: string, exclusions: Exclusions) {
  const reason = exclusions.reasonFor(path);
  return reason === undefined ? [] : [{ path: visible(path), reason, allowed: true }];
}
