import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { unreadByRules } from '../../shared/contract/read-by-rules.ts';
import type { RuleSource } from '../../shared/contract/rules.ts';

const file = (path: string, bytes = 9) => ({ path, bytes });
const readBy = (path: string, ...sources: RuleSource[]) => ({ files: [{ path, kind: 'k', sources }], notReviewed: [] });

describe('what rules have not read', () => {
  it('is every file that no rule reads, though credentials were looked for in it', () => {
    expect(unreadByRules([file('x.py')], [readBy('x.py', 'secrets')])).toEqual([{ path: 'x.py', why: 'of no kind that rules read' }]);
    expect(unreadByRules([file('x.py')], [])).toHaveLength(1);
    expect(unreadByRules([file('Dockerfile')], [readBy('Dockerfile', 'secrets'), readBy('Dockerfile', 'docker')])).toEqual([]);
  });

  it('is what one of them could not read, told once', () => {
    const gap = { ...readBy('t.yaml', 'cloudformation'), notReviewed: [{ path: 't.yaml', line: 3, why: 'no YAML' }] };
    expect(unreadByRules([file('t.yaml')], [gap, gap])).toEqual([{ path: 't.yaml', why: 'no YAML' }]);
  });

  it('is no file that is empty or deleted', () => {
    expect(unreadByRules([file('gone.py', 0)], [])).toEqual([]);
  });

  test.prop([fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd')), fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd'))])(
    'are all files but those that were read',
    (paths, read) => {
      const found = unreadByRules(
        paths.map((path) => file(path)),
        read.map((path) => readBy(path, 'sql')),
      );
      expect(found.map(({ path }) => path)).toEqual(paths.filter((path) => !read.includes(path)));
    },
  );
});
