/** Attributes, settings and the environment decide nothing. */
import type { Deceit } from './deceit.ts';

const attribute = (name: string, line: string, extra = ''): Deceit => ({
  name: `the attribute ${name}`,
  script: `begin; bad; printf '%s\\n' '${line}' >.gitattributes; ${extra} save`,
  outcome: 'shown',
});

const setting = (name: string, value: string, extra: Partial<Deceit> = {}): Deceit => ({
  name: `the setting ${name}=${value}`,
  script: `begin; bad; save; git config '${name}' "${value}"`,
  outcome: 'shown',
  ...extra,
});

const variable = (name: string, value: string, extra: Partial<Deceit> = {}): Deceit => ({
  name: `the variable ${name}`,
  script: 'begin other; cd ..; begin; bad; save; mkdir sub',
  environment: { [name]: value },
  outcome: 'shown',
  ...extra,
});

export const attributes: readonly Deceit[] = [
  attribute('-diff for all', '* -diff'),
  attribute('-diff for one and itself', 'evil.ts -diff\\n.gitattributes -diff'),
  attribute('binary', '*.ts binary'),
  attribute('of a driver that calls files binary', '*.ts diff=x', 'git config diff.x.binary true;'),
  attribute('of a driver with a command', '*.ts diff=x', 'git config diff.x.command "$EVIL";'),
  attribute('of a driver with textconv', '*.ts diff=x', 'git config diff.x.textconv "$EVIL";'),
  attribute(
    'of a working tree encoding',
    '*.ts working-tree-encoding=UTF-16LE',
    'git config core.safecrlf false; printf "B\\0A\\0C\\0K\\0D\\0O\\0O\\0R\\0\\n\\0" >evil.ts;',
  ),
  attribute('linguist-generated', '* linguist-generated'),
  attribute('export-ignore and merge driver', '* export-ignore merge=ours -text'),
  {
    name: 'attributes of the repository itself',
    script: "begin; bad; save; mkdir -p .git/info; echo '* -diff' >.git/info/attributes",
    outcome: 'shown',
  },
  {
    name: 'a clean filter, with the work tree',
    script:
      "begin; echo 2 >c.txt; git add c.txt; git config filter.x.clean \"$EVIL\"; git config filter.x.required true; echo '*.ts filter=x' >.git/info/attributes; echo 'BACKDOOR();' >>a.ts",
    review: ['--diff', 'main'],
    outcome: 'named',
    says: /a\.ts.{0,40}by a filter of git/,
  },
  {
    name: 'a filter process, with the work tree',
    script:
      "begin; echo 2 >c.txt; git add c.txt; git config filter.x.process \"$EVIL\"; echo '*.ts filter=x' >.git/info/attributes; echo 'BACKDOOR();' >>a.ts",
    review: ['--diff', 'main'],
    outcome: 'named',
    says: /a\.ts.{0,40}by a filter of git/,
  },
  {
    name: 'a clean filter, staged',
    script: 'begin; bad; git add -A; git config filter.x.clean "$EVIL"; echo \'*.ts filter=x\' >.git/info/attributes; touch evil.ts',
    review: ['--staged'],
    outcome: 'shown',
  },
  {
    // Git looks once more into files that are newer than the index.
    name: 'a clean filter on a file of tomorrow, staged',
    script:
      'begin; bad; touch -d tomorrow evil.ts; git add -A; git config filter.x.clean "$EVIL"; echo \'*.ts filter=x\' >.git/info/attributes',
    review: ['--staged'],
    outcome: 'shown',
  },
  {
    name: 'a filter process on a file of tomorrow, staged',
    script:
      'begin; bad; touch -d tomorrow evil.ts; git add -A; git config filter.x.process "$EVIL"; echo \'*.ts filter=x\' >.git/info/attributes',
    review: ['--staged'],
    outcome: 'shown',
  },
  {
    name: 'a clean filter on files of tomorrow, with the work tree',
    script:
      "begin; touch -d tomorrow a.ts; git add a.ts; git config filter.x.clean \"$EVIL\"; echo '*.ts filter=x' >.git/info/attributes; echo 'BACKDOOR();' >b.ts; git add b.ts; touch -d tomorrow b.ts",
    review: ['--diff', 'main'],
    outcome: 'shown',
  },
  {
    name: 'fsmonitor, with the work tree',
    script: 'begin; git config core.fsmonitor "$EVIL"; echo \'BACKDOOR();\' >>a.ts',
    review: ['--diff', 'main'],
    outcome: 'shown',
  },
  {
    name: 'fsmonitor, staged',
    script: 'begin; bad; git add -A; git config core.fsmonitor "$EVIL"',
    review: ['--staged'],
    outcome: 'shown',
  },
  {
    name: 'hooks in the usual place',
    script:
      'begin; bad; git add -A; for h in post-index-change post-checkout pre-commit reference-transaction; do ln -s "$EVIL" .git/hooks/$h; done',
    review: ['--staged'],
    outcome: 'shown',
  },
  setting('core.hooksPath', '$(dirname "$EVIL")', { review: ['--diff', 'main'] }),
  setting('diff.external', '$EVIL'),
  setting('core.pager', '$EVIL'),
  setting('core.alternateRefsCommand', '$EVIL'),
  setting('diff.relative', 'true', {
    folder: 'r/sub',
    script: 'begin; bad; mkdir sub; echo 2 >sub/b.ts; save; git config diff.relative true',
  }),
  setting('diff.noprefix', 'true', {
    script: 'begin; mkdir b; bad b/evil.ts; save; git config diff.noprefix true',
    hidden: '=== b/evil.ts',
  }),
  setting('diff.orderFile', '/dev/zero'),
  setting('diff.renames', 'copies'),
  setting('diff.context', '0'),
  setting('diff.interHunkContext', '99'),
  setting('diff.algorithm', 'patience'),
  setting('diff.wordRegex', '.'),
  setting('diff.colorMoved', 'zebra'),
  setting('color.ui', 'always'),
  setting('core.quotePath', 'false'),
  setting('core.bigFileThreshold', '1'),
  setting('core.worktree', '/tmp', { outcome: 'refused', says: /work tree/ }),
  setting('include.path', '../hidden', {
    script:
      'begin; bad; save; printf "[diff]\\n\\texternal = $EVIL\\n[core]\\n\\tfsmonitor = $EVIL\\n" >.git/hidden; git config include.path hidden',
    review: ['--diff', 'main'],
  }),
  variable('GIT_DIR', '$WORK/other/.git', { outcome: 'refused', says: /GIT_DIR names another repository/ }),
  variable('GIT_WORK_TREE', '$WORK/other', { outcome: 'refused', says: /GIT_WORK_TREE/ }),
  variable('GIT_INDEX_FILE', '$WORK/other/.git/index', { outcome: 'refused', says: /GIT_INDEX_FILE/ }),
  variable('GIT_OBJECT_DIRECTORY', '$WORK/other/.git/objects', { outcome: 'refused', says: /GIT_OBJECT_DIRECTORY/ }),
  variable('GIT_LITERAL_PATHSPECS', '1', { review: ['--diff', 'main...HEAD', ':!a.ts'] }),
  variable('GIT_ICASE_PATHSPECS', '1'),
  variable('GIT_EXTERNAL_DIFF', '$EVIL'),
  variable('GIT_DIFF_OPTS', '--unified=0'),
  variable('GIT_CONFIG_PARAMETERS', "'diff.external=$EVIL'"),
  variable('GIT_TRACE', '1'),
  variable('GIT_REPLACE_REF_BASE', 'refs/heads/'),
];
