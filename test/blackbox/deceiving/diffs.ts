/** Diffs on standard input that hide a file, or what is in it. */
import type { Deceit } from './deceit.ts';

const piped = (name: string, script: string, input: string, more: Partial<Deceit> = {}): Deceit => ({
  name: `a diff ${name}`,
  script,
  review: ['--diff', '-'],
  input,
  outcome: 'shown',
  ...more,
});

const two =
  "mkdir -p r/old r/new; echo 1 >r/old/auth.ts; bad r/new/auth.ts; printf '\\0\\1' >r/old/logo.png; printf '\\0\\2' >r/new/logo.png";
const mails = (message: string) => `begin; bad a.ts; save; echo 2 >b.ts; git add -A; printf '%b' '${message}' >../m; git commit -q -F ../m`;

export const diffs: readonly Deceit[] = [
  piped('of two folders with a binary file behind', two, 'diff -ru old new || true', {
    outcome: 'named',
    says: /new\/logo\.png is a binary file/,
  }),
  piped('of two folders with a file on one side', `${two}; rm r/*/logo.png; echo 3 >r/new/only.ts`, 'diff -ru old new || true', {
    outcome: 'named',
    says: /new\/only\.ts is on one side only/,
  }),
  piped('of two folders with new files', `${two}; rm r/*/logo.png; bad r/new/only.ts`, 'diff -ruN old new || true', {
    hidden: '=== new/only.ts',
  }),
  piped(
    'as mails, with headers in a message',
    mails('x\\n\\nBinary files are now compared by size.\\nrename to docs/x.ts\\ndeleted file mode 100644\\n'),
    'git format-patch --stdout main..HEAD',
    { hidden: '=== a.ts\n  -| export' },
  ),
  piped(
    'as mails, with a patch in a message',
    mails('x\\n\\ndiff --git a/b.ts b/b.ts\\nnew file mode 100644\\n'),
    'git format-patch --stdout main..HEAD',
    { outcome: 'refused' },
  ),
  piped(
    'as mails, with a hunk in a message',
    mails('x\\n\\n--- a/z\\n+++ b/z\\n@@ -1,9 +1,9 @@\\n'),
    'git format-patch --stdout main..HEAD',
    { outcome: 'refused' },
  ),
  piped('as a log', 'begin; bad; save; echo 2 >>a.ts; save', 'git log -p main..HEAD'),
  piped('without prefixes', 'begin; mkdir b; bad b/evil.ts; save', 'git diff --no-prefix main', { hidden: '=== b/evil.ts' }),
  piped('with its lines ended in CR LF', 'begin; bad; save', "git diff main | sed 's/$/\\r/'"),
  piped('with CR LF in its headers only', 'begin; bad; save', "git diff main | sed '1,3s/$/\\r/'", { outcome: 'refused' }),
  piped('that is cut off in a line', 'begin; bad; save', 'git diff main | head -c -3', { outcome: 'refused', says: /middle of a line/ }),
  piped('that is cut off in a hunk', 'begin; seq 9 >n; bad; save', 'git diff main | head -n -2', {
    outcome: 'refused',
    says: /middle of a hunk/,
  }),
  piped('that is cut off in its headers', 'begin; bad; save', 'git diff main | head -n 3', {
    outcome: 'refused',
    says: /without saying what has changed/,
  }),
  piped('with a name in a header that lies', 'begin; bad; save', "git diff main | sed 's,^+++ b/evil.ts,+++ b/docs.md,'", {
    outcome: 'refused',
    says: /contradict/,
  }),
  piped('with counts that lie', 'begin; bad; echo 3 >>evil.ts; save', "git diff main | sed 's/^@@ -0,0 +1,2/@@ -0,0 +1,1/'", {
    outcome: 'refused',
  }),
  piped(
    'of a merge',
    'begin; bad a.ts; save; git checkout -q main; echo 3 >a.ts; save; git merge -q pr || true; echo BACKDOOR >a.ts; git add -A; git commit -qm m',
    'git show --format= HEAD',
    { outcome: 'refused', says: /combined diff/ },
  ),
  piped('in words', 'begin; bad a.ts; save', 'git diff --word-diff main', { outcome: 'refused' }),
  piped('in colours', 'begin; bad a.ts; save', 'git diff --color=always main', { outcome: 'refused' }),
  piped('as statistics', 'begin; bad a.ts; save', 'git diff --stat main', { outcome: 'refused' }),
  piped('with a binary patch', 'begin; echo 2 >>a.ts; head -c 500 /dev/zero >evil.bin; save', 'git diff --binary main', {
    outcome: 'named',
    says: /evil\.bin is a binary file/,
  }),
  piped('that calls a file binary', 'begin; bad; echo 2 >>a.ts; echo "evil.ts -diff" >.gitattributes; save', 'git diff main', {
    outcome: 'named',
    says: /evil\.ts is a binary file/,
  }),
  piped(
    'with what is not merged',
    'begin; echo 2 >a.ts; save; git checkout -q main; bad a.ts; echo 1 >b; save; git merge pr || true; echo 2 >b',
    'git diff --cached; git diff HEAD -- b',
    { outcome: 'named', says: /a\.ts is not merged/ },
  ),
  piped(
    'without white space',
    "begin; printf 'if x:\\n  a()\\n  b()\\n' >p.py; git add -A; git commit -qm p; git branch -f main; printf 'if x:\\n  a()\\nb()\\n' >p.py; chmod +x p.py; save",
    'git diff -w main',
    { outcome: 'refused', says: /without saying what has changed/ },
  ),
  piped('that is empty', 'begin', 'true', { outcome: 'refused', says: /nothing on standard input/ }),
  piped('of a Latin-1 file', 'begin; printf \'const a = "\\351";\\n\' >a.ts; save', 'true', {
    review: ['--diff', 'main'],
    hidden: 'const a = "⟦0xE9⟧";',
  }),
];
