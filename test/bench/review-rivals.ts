/** What people use for the same, as whole commands over the same folder. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { messageOf } from '../../shared/errors.ts';
import { installRivals, programsOf } from './python-rivals.ts';

/** A rival that reads a folder. */
export interface ScanRival {
  readonly name: string;
  readonly version: string;
  readonly rules: number;
  readonly command: string;
  argv(folder: string): readonly string[];
  /** How many findings an output tells. */
  findings(output: string): number;
}

/** Those that could be installed, and why the others could not. */
export interface Installed {
  readonly rivals: readonly ScanRival[];
  readonly missing: Readonly<Record<string, string>>;
  /** Whether the Python parsers are there. */
  readonly parsers: boolean;
}

/** Installs all rivals, each set in an environment of its own. One that cannot be installed is named with the reason. */
export function installScanRivals(say: (line: string) => void): Installed {
  const missing: Record<string, string> = {};
  const attempt = (set: string, names: readonly string[]): boolean => {
    try {
      installRivals(say, set);
      return true;
    } catch (error) {
      for (const name of names) missing[name] = messageOf(error);
      return false;
    }
  };
  const checked = attempt('review-checkov', ['checkov']);
  const others = attempt('review-others', ['cfn-lint', 'detect-secrets', 'PyYAML', 'python-hcl2']);
  return { rivals: [...(checked ? [checkov()] : []), ...(others ? [lint(), secrets()] : [])], missing, parsers: others };
}

/** The interpreter that has the Python parsers. */
export const parserInterpreter = join(programsOf('review-others'), 'python');

function checkov(): ScanRival {
  const command = join(programsOf('review-checkov'), 'checkov');
  const frameworks = ['terraform', 'cloudformation', 'kubernetes', 'dockerfile'];
  const listed = output(command, ['--list', '--framework', ...frameworks]).matchAll(/\bCKV2?_[A-Z0-9]+_\d+/g);
  return {
    name: 'checkov',
    version: output(command, ['--version']).trim(),
    rules: new Set([...listed].map(([id]) => id)).size,
    command,
    argv: (folder) => ['-d', folder, '--framework', ...frameworks, '--compact', '--quiet', '-o', 'json', '--skip-download', '--soft-fail'],
    findings: (said) => [...said.matchAll(/"check_id"/g)].length,
  };
}

function lint(): ScanRival {
  const command = join(programsOf('review-others'), 'cfn-lint');
  return {
    name: 'cfn-lint',
    version: output(command, ['--version']).trim(),
    rules: [...output(command, ['--list-rules']).matchAll(/^[EWI]\d{4}:/gm)].length,
    command,
    argv: (folder) => ['--format', 'json', '--include-checks', 'I', '--', `${folder}/**/*.yaml`, `${folder}/**/*.json`],
    findings: (said) => [...said.matchAll(/"Filename"/g)].length,
  };
}

function secrets(): ScanRival {
  const command = join(programsOf('review-others'), 'detect-secrets');
  return {
    name: 'detect-secrets',
    version: output(command, ['--version']).trim(),
    rules: output(command, ['scan', '--list-all-plugins']).trim().split('\n').length,
    command,
    argv: (folder) => ['scan', '--all-files', '--no-verify', folder],
    findings: (said) => [...said.matchAll(/"hashed_secret"/g)].length,
  };
}

function output(command: string, argv: readonly string[]): string {
  return execFileSync(command, argv, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], maxBuffer: 1 << 26 });
}
