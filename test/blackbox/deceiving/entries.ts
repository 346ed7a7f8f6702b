/** Entries without lines of their own: moves, modes, links, submodules; and names that pass for something else. */
import type { Deceit } from './deceit.ts';

const submodule = (name: string, extra: string, more: Partial<Deceit> = {}): Deceit => ({
  name: `a submodule that is moved on, ${name}`,
  script: `begin sub; cd ..; begin; git -c protocol.file.allow=always submodule --quiet add ../sub vendor/sub; save; git branch -f main
    (cd vendor/sub; echo BACKDOOR >evil.ts; save); echo 2 >>a.ts; save; ${extra}`,
  outcome: 'named',
  says: /vendor\/sub is a submodule/,
  ...more,
});

export const entries: readonly Deceit[] = [
  submodule('plainly', ''),
  submodule('with ignore = all in .gitmodules', 'git config -f .gitmodules submodule.vendor/sub.ignore all; save'),
  submodule('with ignore = dirty in .gitmodules', 'git config -f .gitmodules submodule.vendor/sub.ignore dirty; save'),
  submodule('with ignore = all in the settings', 'git config submodule.vendor/sub.ignore all'),
  submodule('with diff.ignoreSubmodules = all', 'git config diff.ignoreSubmodules all'),
  submodule('with diff.submodule = log', 'git config diff.submodule log'),
  submodule('with diff.submodule = diff', 'git config diff.submodule diff'),
  submodule('alone, with diff.submodule = log', 'git checkout -q main a.ts; save; git config diff.submodule log'),
  submodule('in the index only', 'git reset -q --soft HEAD~1; git config diff.ignoreSubmodules all', { review: ['--staged'] }),
  submodule('in the work tree only', 'git reset -q --mixed HEAD~1; git config diff.ignoreSubmodules all', { review: ['--diff', 'HEAD'] }),
  submodule('in a diff on standard input', '', { review: ['--diff', '-'], input: 'git -c diff.submodule=log diff main...HEAD' }),
  {
    name: 'a rename to where it is run',
    script:
      "begin; mkdir -p docs .github/workflows; echo 'run: BACKDOOR' >docs/deploy.yml.txt; git add -A; git commit -qm d; git branch -f main; git mv docs/deploy.yml.txt .github/workflows/deploy.yml; save",
    outcome: 'shown',
  },
  {
    name: 'a rename to where it is run, with one line changed',
    script:
      "begin; mkdir -p docs .github/workflows; (seq 100; echo 'run: BACKDOOR'; seq 100) >docs/d.txt; git add -A; git commit -qm d; git branch -f main; git mv docs/d.txt .github/workflows/d.yml; sed -i 1d .github/workflows/d.yml; save",
    outcome: 'shown',
  },
  {
    name: 'a rename that is too long to be shown',
    script:
      "begin; (seq 20000; echo 'run: BACKDOOR') >d.txt; git add -A; git commit -qm d; git branch -f main; git mv d.txt d.sh; echo 2 >>a.ts; save",
    outcome: 'named',
    says: /d\.sh is renamed from d\.txt without its content/,
  },
  {
    name: 'a copy',
    script:
      "begin; seq 30 >c.txt; echo 'BACKDOOR' >>c.txt; git add -A; git commit -qm d; git branch -f main; git config diff.renames copies; cp c.txt d.sh; echo 1 >>c.txt; save",
    outcome: 'shown',
    hidden: '31 +| BACKDOOR',
  },
  {
    name: 'a copy in a diff on standard input',
    script: 'begin; seq 30 >c.txt; echo BACKDOOR >>c.txt; git add -A; git commit -qm d; git branch -f main; cp c.txt d.sh; save',
    review: ['--diff', '-'],
    input: 'git diff -C --find-copies-harder main HEAD',
    outcome: 'named',
    says: /d\.sh is copied from c\.txt without its content/,
  },
  {
    name: 'a rename in a diff on standard input',
    script: 'begin; echo BACKDOOR >c.txt; git add -A; git commit -qm d; git branch -f main; git mv c.txt c.sh; echo 2 >>a.ts; save',
    review: ['--diff', '-'],
    input: 'git diff main HEAD',
    outcome: 'named',
    says: /c\.sh is renamed from c\.txt without its content/,
  },
  {
    name: 'a rename of a file that is empty',
    script: 'begin; : >e.py; save; git branch -f main; git mv e.py BACKDOOR.py; save',
    outcome: 'shown',
    hidden: '=== BACKDOOR.py (renamed from e.py, empty)',
  },
  {
    name: 'a mode of a file that is empty',
    script: 'begin; : >BACKDOOR.sh; save; git branch -f main; chmod +x BACKDOOR.sh; save',
    outcome: 'shown',
    hidden: '=== BACKDOOR.sh (mode changed to 100755, empty)',
  },
  {
    name: 'a rename of a file that is empty, in a diff on standard input',
    script: 'begin; : >e.py; save; git branch -f main; git mv e.py f.py; echo 2 >>a.ts; save',
    review: ['--diff', '-'],
    input: 'git diff main HEAD',
    outcome: 'named',
    says: /f\.py is renamed from e\.py without its content/,
  },
  {
    name: 'a rename in case only',
    script: 'begin; echo BACKDOOR >c.sh; git add -A; git commit -qm d; git branch -f main; git mv c.sh C.sh; save',
    outcome: 'shown',
  },
  {
    name: 'a mode that makes a file a program',
    script: 'begin; echo BACKDOOR >c.sh; git add -A; git commit -qm d; git branch -f main; chmod +x c.sh; save',
    outcome: 'shown',
  },
  {
    name: 'a mode, with core.fileMode = false',
    script:
      'begin; echo BACKDOOR >c.sh; git add -A; git commit -qm d; git branch -f main; git config core.fileMode false; git update-index --chmod=+x c.sh; git commit -qm m',
    outcome: 'shown',
  },
  { name: 'a link out of the repository', script: 'begin; ln -s /etc/passwd-BACKDOOR link; save', outcome: 'shown' },
  { name: 'a file that becomes a link', script: 'begin; rm a.ts; ln -s /etc/BACKDOOR a.ts; save', outcome: 'shown' },
  {
    name: 'a link that becomes a file',
    script: 'begin; ln -s a.ts l; git add -A; git commit -qm l; git branch -f main; rm l; bad l; save',
    outcome: 'shown',
  },
  {
    name: 'a link with core.symlinks = false',
    script: 'begin; ln -s /etc/BACKDOOR l; save; git config core.symlinks false',
    outcome: 'shown',
  },
  { name: 'a deleted guard', script: 'begin; git rm -q a.ts; save', outcome: 'shown', hidden: '=== a.ts (deleted)' },
  {
    name: 'an empty file',
    script: 'begin; : >BACKDOOR.py; save',
    outcome: 'shown',
    hidden: '=== BACKDOOR.py (new file, mode 100644, empty)',
  },
  {
    name: 'a name with a line feed',
    script: "begin; bad $'a.ts\\n=== harmless.ts'; save",
    outcome: 'shown',
    hidden: '=== a.ts⟦U+000A⟧=== harmless.ts',
  },
  {
    name: 'a name with quotes and escapes',
    script: "begin; bad $'\"\\033[2J\\a.ts'; save",
    outcome: 'shown',
    hidden: '=== "⟦ESC⟧[2J⟦U+0007⟧.ts',
  },
  { name: 'a name that is no UTF-8', script: "begin; bad $'\\351.ts'; save", outcome: 'shown', hidden: '=== ⟦0xE9⟧.ts' },
  { name: 'a name with a blank at its end', script: "begin; bad 'a.ts '; save", outcome: 'shown' },
  { name: 'a name that is an option', script: 'begin; bad ./--exclude=x; save', outcome: 'shown' },
  {
    name: 'names that are prefixes of diffs',
    script: "begin; mkdir -p 'a/x b' b; bad 'a/x b/x'; bad b/x; save",
    outcome: 'shown',
    hidden: '=== a/x b/x',
  },
  {
    name: 'a file in the place of a folder',
    script: 'begin; mkdir d; echo 1 >d/x; git add -A; git commit -qm d; git branch -f main; rm -r d; bad d; save',
    outcome: 'shown',
  },
];
