/** What people pipe in: the many ways in which git and other programs print a change. */
import type { Deceit } from './deceit.ts';

const changed = 'begin; bad; save; echo 2 >>a.ts; save';
const merged = 'begin; bad a.ts; save; git checkout -q main; echo 3 >b.ts; save; git checkout -q --detach; git merge -q --no-edit pr';

const piped = (name: string, input: string, more: Partial<Deceit> = {}): Deceit => ({
  name: `what is printed by ${name}`,
  script: changed,
  review: ['--diff', '-'],
  input,
  outcome: 'shown',
  ...more,
});
const refused = (name: string, input: string, more: Partial<Deceit> = {}): Deceit => piped(name, input, { outcome: 'refused', ...more });

export const patches: readonly Deceit[] = [
  piped('git format-patch with a cover letter', 'git format-patch --cover-letter --stdout main..HEAD'),
  piped('git format-patch with a base', 'git format-patch --base=main --stdout main..HEAD'),
  piped('git format-patch with statistics and a summary', 'git format-patch --stat --summary --stdout main..HEAD'),
  refused(
    'git format-patch as an attachment in another encoding',
    "git format-patch --stdout main..HEAD | sed 's/^Content-Transfer-Encoding: .*//; s/^Subject: /Content-Transfer-Encoding: quoted-printable\\n&/; s/BACK/=42ACK/'",
  ),
  refused('git format-patch, attached', 'git format-patch --attach --stdout main..HEAD'),
  piped('git show', 'git show HEAD^'),
  refused('git show of a tag', 'git tag -a -m v1 v1 HEAD^; git show v1'),
  piped('git show of a first commit', 'git checkout -q --orphan o; git commit -qm o; git show HEAD'),
  piped('git log with everything', 'git log -p --stat --summary --format=fuller --notes main..HEAD'),
  refused('git log, each on one line', 'git log -p --oneline main..HEAD'),
  piped('git log of merges, with each parent', 'git log -p -m -1 HEAD', { script: merged }),
  piped('git log of merges, with the first parent', 'git log -p --first-parent -m -1 HEAD', { script: merged }),
  refused('git log as a graph', 'git log -p --graph main..HEAD'),
  refused('git log of merges, combined', 'git log -p --cc -1 HEAD', {
    script: `${merged}; git checkout -q pr; echo 4 >a.ts; save; git checkout -q main; echo 5 >a.ts; save; git merge -q pr || true; bad a.ts; git add a.ts; git commit -qm m`,
    says: /combined diff/,
  }),
  piped('git stash', 'git stash show -p', { script: 'begin; echo "BACKDOOR();" >>a.ts; git stash -q' }),
  piped('git diff with whole functions', 'git diff -W main'),
  refused('git diff with raw lines', 'git diff --patch-with-raw main'),
  refused('git diff with statistics', 'git diff --patch-with-stat main'),
  refused('git diff with a summary', 'git diff --stat --summary -p main'),
  piped('git diff, in a folder', 'git diff --relative=d main', { script: 'begin; mkdir d; bad d/evil.ts; save' }),
  piped('git diff of files elsewhere', 'git diff --no-index a.ts evil.ts || true'),
  refused('git diff without what is deleted', 'git diff -D main', { script: 'begin; git rm -q a.ts; bad; save' }),
  piped('git diff with a file that is rewritten', 'git diff -B main', {
    script: 'begin; seq 99 >n; save; git branch -f main; (seq 200 400; echo BACKDOOR) >n; save',
  }),
  piped('git diff with a submodule as a log', 'git diff --submodule=log main', {
    script:
      'begin s; bad; save; cd ..; begin; git -c protocol.file.allow=always submodule add -q ../s sub; bad; save; git branch -f main HEAD^; git -C sub commit -q --allow-empty -m y; save',
    outcome: 'named',
    says: /sub is a submodule/,
  }),
  refused('git diff with a prefix to each line', 'git diff --line-prefix="> " main'),
  refused('git diff with other signs', 'git diff --output-indicator-new=">" main'),
  refused('git diff as names', 'git diff --name-status main'),
  refused('git diff, split by NUL', 'git diff -z --raw main'),
  refused('git range-diff', 'git range-diff main~0..HEAD~1 main..HEAD'),
  refused('git bundle', 'git bundle create -q - main..HEAD | head -c 2000'),
  piped('diff -u', 'diff -u a.ts evil.ts || true'),
  refused('diff -c', 'diff -c a.ts evil.ts || true'),
  refused('diff', 'diff a.ts evil.ts || true'),
  refused('diff -y', 'diff -y a.ts evil.ts || true'),
  piped(
    'Mercurial',
    'printf "diff -r 000 -r 111 evil.ts\\n--- /dev/null\\tThu Jan 01 00:00:00 1970 +0000\\n+++ b/evil.ts\\tThu Jan 01 00:00:00 1970 +0000\\n@@ -0,0 +1,1 @@\\n+BACKDOOR();\\n"',
  ),
  piped(
    'Subversion',
    'printf "Index: evil.ts\\n===================================================================\\n--- evil.ts\\t(nonexistent)\\n+++ evil.ts\\t(working copy)\\n@@ -0,0 +1 @@\\n+BACKDOOR();\\n"',
  ),
  piped(
    'Subversion, with properties',
    'printf "Index: evil.ts\\n===================================================================\\n--- evil.ts\\t(nonexistent)\\n+++ evil.ts\\t(working copy)\\n@@ -0,0 +1 @@\\n+BACKDOOR();\\n\\nProperty changes on: evil.ts\\n___________________________________________________________________\\nAdded: svn:executable\\n## -0,0 +1 ##\\n+*\\n\\\\ No newline at end of property\\n"',
    {
      outcome: 'refused',
    },
  ),
  refused('a mail reader that breaks lines', 'git diff main | sed "s/^+BACKDOOR/+BACK\\nDOOR/"'),
  refused('a terminal that shows tabs and blanks', "git diff main | sed 's/^ //'", {
    script: 'begin; seq 9 >n; save; git branch -f main; bad n2; sed -i s/5/BACKDOOR/ n; save',
  }),
  refused('a web page', 'printf "<html><body>Sign in</body></html>\\n"'),
  refused('a JSON answer', 'printf "{\\"message\\": \\"Not Found\\"}\\n"'),
];
