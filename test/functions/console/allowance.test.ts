/** What the console writes to accept a finding, as whoever reviews the file reads it. */
import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { allowanceText } from '../../../functions/console/text/allowance.ts';
import { readAllowances } from '../../../shared/review/allowances.ts';

describe('a comment that allows a finding', () => {
  it('names all rules of the finding', () => {
    const words = allowanceText(['docker/DF002', 'posture/CKV_1'], { reason: 'the base image is ours', until: '2999-01-31' });
    expect(words).toBe('circle:allow docker/DF002,posture/CKV_1 the base image is ours until 2999-01-31');
  });

  it.each(['', '#123', 'ours */ DROP', 'ours --> x', 'ours until 2999-01-31', 'x'.repeat(2000)])(
    'is none for the reason "%.20s"',
    (reason) => {
      expect(allowanceText(['docker/DF002'], { reason, until: '' })).toBeUndefined();
    },
  );

  const rule = fc.stringMatching(/^[a-z]{1,8}\/[A-Z0-9_-]{1,8}$/);
  const reason = fc.oneof(fc.string({ maxLength: 30 }), fc.stringMatching(/^[a-z ,*/>-]{1,30}$/));
  test.prop([fc.uniqueArray(rule, { minLength: 1, maxLength: 4 }), reason, fc.constantFrom('', '2999-01-31')])(
    'is read as it was meant, in every sort of comment',
    (rules, said, until) => {
      const words = allowanceText(rules, { reason: said, until });
      fc.pre(words !== undefined);
      for (const line of [`# ${words}`, `// ${words}`, `/* ${words} */`, `<!-- ${words} -->`]) {
        const [read] = readAllowances('f', line);
        expect(read).toMatchObject({ rules, reason: said.replaceAll(/\s+/g, ' ').trim() });
        expect(read?.until ?? '').toBe(until);
      }
    },
  );
});
