/** `npm run build [-- core|host|arm64|review|review-host|review-arm64|console|client …]`: the Rust core and the rules for this machine, as Lambda functions for the host or for arm64; the web console, and circle-client. */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { buildClientPackage } from './client/package.ts';
import { reviewBuild, reviewPackage } from './local/core.ts';

const root = join(import.meta.dirname, '..');
const workspace = join(root, 'rust-lambda');

const lambda = ['--release', '--locked', '--features', 'lambda', '--bin', 'lambda'];
const reviewLambda = [...reviewPackage, '--features', 'full,lambda', '--bin', 'review-lambda'];

/** What runs on Graviton, and the C library of `provided.al2023`. */
const arm64 = 'aarch64-unknown-linux-gnu';
const lambdaGlibc = '2.34';

interface Build {
  readonly command: string;
  readonly argv: readonly string[];
  /** Where the command is started. @default the Rust workspace */
  readonly folder?: string;
  /** What the command leaves, and where the stack looks for it. */
  readonly artefact?: { readonly from: string; readonly to: string };
  /** What to do if the command does not exist. */
  readonly missing: string;
}

const builds: Readonly<Record<string, Build>> = {
  core: {
    command: 'cargo',
    argv: ['build', '--release', '--locked', '--bin', 'consensus'],
    missing: 'Rust is missing: install cargo (https://rustup.rs).',
  },
  host: {
    command: 'cargo',
    argv: ['build', ...lambda],
    artefact: { from: 'target/release/lambda', to: 'build/consensus/host/bootstrap' },
    missing: 'Rust is missing: install cargo (https://rustup.rs).',
  },
  arm64: {
    command: 'cargo-lambda',
    argv: ['lambda', 'build', '--arm64', ...lambda],
    artefact: { from: 'target/lambda/lambda/bootstrap', to: 'build/consensus/arm64/bootstrap' },
    missing: 'cargo-lambda is missing: pip install cargo-lambda (it brings zig), then rustup target add aarch64-unknown-linux-gnu.',
  },
  review: {
    command: 'cargo',
    argv: reviewBuild,
    missing: 'Rust is missing: install cargo (https://rustup.rs).',
  },
  'review-host': {
    command: 'cargo',
    argv: ['build', ...reviewLambda],
    artefact: { from: 'target/release/review-lambda', to: 'build/review/host/bootstrap' },
    missing: 'Rust is missing: install cargo (https://rustup.rs).',
  },
  // Not by cargo-lambda, which takes --ignore-rust-version and does not pass it on.
  'review-arm64': {
    command: 'cargo-zigbuild',
    argv: ['zigbuild', '--target', `${arm64}.${lambdaGlibc}`, ...reviewLambda],
    artefact: { from: `target/${arm64}/release/review-lambda`, to: 'build/review/arm64/bootstrap' },
    missing: `cargo-zigbuild is missing: pip install cargo-zigbuild (it brings zig), then rustup target add ${arm64}.`,
  },
  console: {
    command: 'vite',
    argv: ['build', '--config', 'functions/console/vite.config.ts'],
    folder: root,
    missing: 'vite is missing: run `npm ci` first.',
  },
};

const clientPackage = 'client';

for (const name of process.argv.length > 2 ? process.argv.slice(2) : ['core', 'host', 'console']) {
  if (name === clientPackage) await buildClientPackage(join(root, 'build/circle-client'));
  else run(name);
}

function run(name: string): void {
  const build = builds[name];
  if (!build) fail(`there is nothing to build called "${name}"; known: ${[...Object.keys(builds), clientPackage].join(', ')}`);
  const { status, error } = spawnSync(build.command, build.argv, { cwd: build.folder ?? workspace, stdio: 'inherit' });
  if (error) fail(build.missing);
  if (status !== 0) fail(`${build.command} could not build ${name}; it says why above`);
  if (build.artefact) place(join(workspace, build.artefact.from), join(root, build.artefact.to));
}

function place(from: string, to: string): void {
  mkdirSync(join(to, '..'), { recursive: true });
  // A program that runs cannot be written over, but it can be taken away.
  rmSync(to, { force: true });
  copyFileSync(from, to);
}

function fail(sentence: string): never {
  console.error(sentence);
  process.exit(1);
}
