/** Repositories and builds as people have them: each gives the change that is meant, or no approval. */
import type { Deceit } from './deceit.ts';

const shown = (name: string, script: string, more: Partial<Deceit> = {}): Deceit => ({ name, script, outcome: 'shown', ...more });
const refused = (name: string, script: string, says: RegExp, more: Partial<Deceit> = {}): Deceit => ({
  name,
  script,
  outcome: 'refused',
  says,
  ...more,
});
const range = (name: string, written: string, script = 'begin; bad; save'): Deceit =>
  shown(`the range ${name}`, script, { review: ['--diff', written] });
const moved = 'begin o; bad; save; cd ..';

export const everyday: readonly Deceit[] = [
  shown('a work tree beside another one', 'begin o; bad; save; git checkout -q main; git worktree add -q ../r pr'),
  shown(
    'a work tree of a bare repository',
    'begin o; bad; save; cd ..; git clone -q --bare o bare.git; git -C bare.git worktree add -q ../r pr',
  ),
  shown(
    'settings of one work tree',
    'begin o; bad; save; git checkout -q main; git config extensions.worktreeConfig true; git worktree add -q ../r pr; cd ../r; git config --worktree core.sparseCheckout true',
  ),
  shown(
    'a sparse index',
    'begin; mkdir d e; echo 1 >d/x; echo 1 >e/x; save; git branch -f main; git sparse-checkout set --cone --sparse-index d; bad d/evil.ts; git add d',
    { review: ['--staged'] },
  ),
  shown('names by SHA-256', 'git init -q -b main --object-format=sha256 r; begin; bad; save'),
  shown('names by SHA-256, in the work tree', 'git init -q -b main --object-format=sha256 r; begin; bad; git add -N evil.ts', {
    review: ['--diff', 'HEAD'],
  }),
  shown('GIT_DEFAULT_HASH of another sort', 'begin; bad; save', { environment: { GIT_DEFAULT_HASH: 'sha256' } }),
  shown(
    'line ends that are converted',
    "begin; git config core.autocrlf true; printf 'export const one = 1;\\r\\n' >a.ts; bad; git add evil.ts",
    {
      review: ['--diff', 'main'],
    },
  ),
  shown(
    'an octopus merge',
    'begin; for b in x y z; do git checkout -qb $b main; bad $b.ts; save; done; git checkout -q pr; git merge -q --no-edit x y z',
    {
      hidden: '=== z.ts',
    },
  ),
  shown(
    'a subtree that is merged',
    'begin lib; bad; save; cd ..; begin; git fetch -q ../lib pr; git merge -q -s ours --no-commit --allow-unrelated-histories FETCH_HEAD; git read-tree --prefix=lib/ -u FETCH_HEAD; git commit -qm s',
    { review: ['--diff', 'HEAD^1..HEAD'], hidden: '=== lib/evil.ts' },
  ),
  shown(
    'a commit that was picked from elsewhere',
    'begin; git checkout -qb o; bad; save; git checkout -q pr; echo 2 >b.ts; save; git cherry-pick o',
  ),
  shown('a revert of a revert', 'begin; bad; save; git revert --no-edit HEAD; git revert --no-edit HEAD'),
  { name: 'a revert of everything', script: 'begin; bad; save; git revert --no-edit HEAD', outcome: 'empty' },
  { name: 'an empty commit', script: 'begin; git commit -q --allow-empty -m x', outcome: 'empty' },
  shown('a branch that a push sets back, told by pre-commit', 'begin; bad; save; git tag before; git reset -q --hard main', {
    review: ['--staged'],
    environment: { PRE_COMMIT_FROM_REF: 'before', PRE_COMMIT_TO_REF: 'HEAD' },
  }),
  shown('the first commit of a repository', 'git init -q -b main r; cd r; bad; git add -A', { review: ['--staged'] }),
  shown('the first commit of a branch without parents', 'begin; git checkout -q --orphan o; bad; git add -A', { review: ['--staged'] }),
  shown(
    'the first commit, of a branch beside a tag and a branch of longer names',
    'begin x; cd ..; git init -q -b main r; cd r; git fetch -q ../x main:main/x; git tag main main/x; bad; git add -A',
    {
      review: ['--staged'],
    },
  ),
  shown('what is staged at a detached HEAD', 'begin; git checkout -q --detach; bad; git add -A', { review: ['--staged'] }),
  shown('a detached HEAD', 'begin; bad; save; git checkout -q --detach'),
  shown(
    'a merge ref, as builds check it out',
    'begin; bad; save; git checkout -q main; echo 3 >c.ts; save; git checkout -q --detach; git merge -q --no-edit pr',
    {
      review: ['--diff', 'HEAD^1...HEAD'],
    },
  ),
  shown('a branch that was pushed by force', 'begin; echo 2 >b.ts; save; git tag before; git reset -q --hard main; bad; save', {
    review: ['--diff', 'before...HEAD'],
  }),
  refused('the parent of a first commit', 'begin; bad; save', /unknown revision|Needed a single revision/, {
    review: ['--diff', 'main^1...HEAD'],
  }),
  shown('the empty tree as a base', 'begin; bad; save', { review: ['--diff', '4b825dc642cb6eb9a060e54bf8d69288fbee4904..HEAD'] }),
  shown('a first commit against the empty tree, by SHA-256', 'git init -q -b main --object-format=sha256 r; begin; bad; save', {
    review: ['--diff', '6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321..HEAD'],
  }),
  shown('a signed-off tag as a base', 'begin; git tag -a -m t v1; bad; save', { review: ['--diff', 'v1...HEAD'] }),
  shown('a commit found by its message', 'begin; bad; save', { review: ['--diff', 'HEAD^{/base}..HEAD'] }),
  refused('a tree of a path', 'begin; mkdir d; bad d/x; save', /rev-parse failed/, { review: ['--diff', 'HEAD:d..HEAD'] }),
  refused('a range with an empty base, of two dots', 'begin; bad; save', /does not say where it begins/, { review: ['--diff', '..HEAD'] }),
  refused('a range with an empty base, of three dots', 'begin; bad; save', /does not say where it begins/, {
    review: ['--diff', '...HEAD'],
  }),
  refused('a range of dots alone', 'begin; bad; save', /does not say where it begins/, { review: ['--diff', '...'] }),
  range('without its end', 'main...'),
  range('of one commit', 'HEAD^!'),
  range('of one commit and its parents', 'HEAD^-'),
  range('with the reflog', 'HEAD@{1}..HEAD'),
  range('with an upstream', '@{u}...HEAD', 'begin; git branch -q --set-upstream-to=main; bad; save'),
  refused('two commits in one word', 'begin; bad; save', /must be a range/, { review: ['--diff', 'main HEAD'] }),
  shown('a file that is to be added', 'begin; bad; git add -N evil.ts', { review: ['--diff', 'HEAD'] }),
  shown('a lock that somebody left behind', 'begin; bad; git add -A; touch .git/index.lock', { review: ['--staged'] }),
  shown(
    'a merge under way',
    'begin; echo 2 >a.ts; save; git checkout -q main; echo 3 >a.ts; save; git merge pr || true; bad a.ts; git add a.ts',
    {
      review: ['--staged'],
    },
  ),
  shown(
    'a rebase under way',
    'begin; echo 2 >a.ts; save; git checkout -q main; echo 3 >a.ts; save; git rebase main pr || true; bad a.ts; git add a.ts',
    {
      review: ['--staged'],
    },
  ),
  shown(
    'names that differ in case',
    'begin; bad A.ts; git config core.ignoreCase true; git -c core.ignoreCase=false add A.ts; git commit -qm x',
    {
      hidden: '=== A.ts',
    },
  ),
  shown(
    'old modes',
    'begin; bad; o=$(git hash-object -w evil.ts); t=$( (git ls-tree main; printf "100664 blob $o\\tevil.ts\\n") | git mktree); git update-ref HEAD $(git commit-tree -p main -m x $t); git reset -q --hard',
  ),
  shown('a folder named with a colon', `${moved}; git clone -q o 'r:x'; cd 'r:x'; git branch -q main origin/main`, { folder: 'r:x' }),
  shown('a folder named with blanks and quotes', `${moved}; git clone -q o 'r "x" #'; cd 'r "x" #'; git branch -q main origin/main`, {
    folder: 'r "x" #',
  }),
  refused(
    'a folder named with a line feed',
    `${moved}; git clone -q o $'r\\nx'; cd $'r\\nx'; git branch -q main origin/main`,
    /work tree|failed/,
    {
      folder: 'r\nx',
    },
  ),
  shown(
    'a template with hooks',
    'mkdir -p tpl/hooks; for h in post-index-change reference-transaction; do ln -s "$EVIL" tpl/hooks/$h; done; begin; bad; save',
    {
      review: ['--diff', 'main'],
      environment: { GIT_TEMPLATE_DIR: '$WORK/tpl' },
    },
  ),
  shown('settings in the environment', 'begin; bad; save', {
    environment: { GIT_CONFIG_COUNT: '1', GIT_CONFIG_KEY_0: 'diff.external', GIT_CONFIG_VALUE_0: '$EVIL' },
  }),
  shown('a person who writes another language', 'begin; bad; save', {
    environment: { LANG: 'de_DE.UTF-8', LC_ALL: 'de_DE.UTF-8', LANGUAGE: 'de' },
  }),
  shown('a namespace', 'begin; bad; save', { environment: { GIT_NAMESPACE: 'x' } }),
  shown('a ceiling', 'begin; bad; save', { environment: { GIT_CEILING_DIRECTORIES: '$WORK' } }),
  shown(
    'a .mailmap and export-ignore',
    "begin; echo 'T <a@b> <t@example.org>' >.mailmap; echo '* export-ignore' >.gitattributes; bad; save",
  ),
  shown('a link that leads elsewhere', 'begin; ln -s a.ts l; save; git branch -f main; ln -sf /etc/BACKDOOR l; save'),
  shown('a folder that becomes a link', 'begin; mkdir d; echo 1 >d/x; save; git branch -f main; rm -r d; ln -s /etc/BACKDOOR d; save'),
  shown('$Id$ and other words that are replaced', "begin; echo '*.ts ident' >.gitattributes; printf '$Id$ BACKDOOR\\n' >evil.ts; save"),
  {
    name: 'a submodule that moves',
    script:
      'begin s; bad; save; cd ..; begin; git -c protocol.file.allow=always submodule add -q ../s old; save; git branch -f main; git mv old new; save',
    outcome: 'named',
    says: /new is a submodule/,
  },
  {
    name: 'a repository within the repository',
    script: 'begin; echo 2 >>a.ts; git init -q in; cd in; bad; save; cd ..; git add in 2>/dev/null; save',
    outcome: 'named',
    says: /in is a submodule/,
  },
  {
    name: 'a repository within the repository, not added',
    script: 'begin; echo 2 >>a.ts; git init -q in; cd in; bad; save; cd ..',
    review: ['--diff', 'HEAD'],
    outcome: 'named',
    says: /in\/.* is not tracked/,
  },
  refused(
    'a partial clone',
    'begin o; bad; save; git checkout -q main; echo 3 >a.ts; save; git config uploadpack.allowFilter true; git checkout -q pr; echo 4 >a.ts; save; cd ..; git -c protocol.file.allow=always clone -q --filter=blob:none --no-checkout "file://$PWD/o" r; cd r; git branch -q main origin/main',
    /not in this clone/,
  ),
  shown(
    'a tree with one name twice',
    'begin; bad; o=$(git hash-object -w evil.ts); a=$(git rev-parse main:a.ts); t=$(printf "100644 a.ts\\0%b100644 a.ts\\0%b" "$(echo $a | sed "s/../\\\\\\\\x&/g")" "$(echo $o | sed "s/../\\\\\\\\x&/g")" | git hash-object -t tree --literally -w --stdin); git update-ref HEAD $(git commit-tree -p main -m x $t)',
  ),
  shown(
    'a tree that brings settings of git',
    'begin; bad; o=$(git hash-object -w evil.ts); s=$(printf "100644 blob $o\\tconfig\\n" | git mktree); t=$( (git ls-tree main; printf "040000 tree $s\\t.git\\n") | git mktree); git update-ref refs/heads/pr $(git commit-tree -p main -m x $t)',
  ),
];
