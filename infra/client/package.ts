/** circle-client as a package: one module, types that stand alone, a README. `npm run build -- client` puts it into build/circle-client. */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { acceptedConsultation, consultation, consultationPage } from '../../shared/contract/consultation.ts';
import { shownDelivery } from '../../shared/contract/delivery.ts';
import { estimate } from '../../shared/contract/estimate.ts';
import { consultationEvent } from '../../shared/contract/event.ts';
import { listedFeedback, newFeedback, takenFeedback } from '../../shared/contract/feedback.ts';
import { shownCircle, shownExpert } from '../../shared/contract/listing.ts';
import { newReview, reviewed } from '../../shared/contract/new-review.ts';
import { handedInOpinion } from '../../shared/contract/opinion.ts';
import { problem } from '../../shared/contract/problem.ts';
import { newConsultation } from '../../shared/contract/question.ts';
import { circleReliability } from '../../shared/contract/reliability.ts';
import { reportPage } from '../../shared/contract/report.ts';
import { findingPage, reviewExcerpts, reviewPage } from '../../shared/contract/review-list.ts';
import { shownSchedule } from '../../shared/contract/schedule.ts';
import { contractTypes } from './contract-types.ts';

const root = join(import.meta.dirname, '../..');
const source = join(root, 'shared/client');
const incoming = [newConsultation, newReview, newFeedback, handedInOpinion];
const outgoing = [
  acceptedConsultation,
  circleReliability,
  consultation,
  consultationEvent,
  consultationPage,
  estimate,
  listedFeedback,
  problem,
  findingPage,
  reportPage,
  reviewed,
  reviewExcerpts,
  reviewPage,
  shownCircle,
  shownSchedule,
  shownDelivery,
  shownExpert,
  takenFeedback,
];
/** What is carried along; each wants its licence to be, too. */
const bundled = ['eventsource-parser', 'uuid'];

const index = `export { CircleApiError } from './api-error.js';
export { circleClient } from './client.js';
`;
/** Types that had another name before, or go by another one in the client. */
const otherNames = `export type NewConsultation = ConsultationRequest;
export type NewFeedback = FeedbackRequest;
export type NewReview = ReviewRequest;
export type Reviewed = Review;
`;
const indexTypes = `${index}export type { CircleApiErrorOptions } from './api-error.js';
export type { AskOptions, CallOptions, CircleClient, ConsultOptions, FindingQuery, ListQuery, ReportQuery, ReviewQuery } from './client.js';
export type * from './contract.js';
export type { EventsOptions } from './events.js';
export type { Connection } from './http.js';
`;

/** Builds the package into a folder, in place of what was there. */
export async function buildClientPackage(folder: string): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  await build({
    stdin: { contents: index.replaceAll('.js', '.ts'), resolveDir: source, loader: 'ts' },
    outfile: join(folder, 'index.js'),
    bundle: true,
    format: 'esm',
    target: 'es2022',
    // Neither Node's nor a browser's own: what both have.
    platform: 'neutral',
    logLevel: 'warning',
  });
  writeTypes(folder);
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest(), undefined, 2)}\n`);
  copyFileSync(join(import.meta.dirname, 'README.md'), join(folder, 'README.md'));
  copyFileSync(join(root, 'LICENSE'), join(folder, 'LICENSE'));
  const licences = bundled.map((name) => `${name}\n\n${readFileSync(licenceOf(name), 'utf8')}`);
  writeFileSync(join(folder, 'THIRD-PARTY-LICENSES'), licences.join('\n----\n\n'));
}

/** The declarations of the sources; what they take from the contract is written from the schemas, since zod does not come along. */
function writeTypes(folder: string): void {
  const emitted = mkdtempSync(join(tmpdir(), 'circle-client-types-'));
  try {
    const files = readdirSync(source).map((name) => join(source, name));
    const settings = { extends: join(root, 'tsconfig.json'), compilerOptions: compilerOptions(emitted), include: [], files };
    writeFileSync(join(emitted, 'tsconfig.json'), JSON.stringify(settings));
    const { status, error } = spawnSync('tsc', ['--project', emitted], { cwd: root, stdio: 'inherit' });
    if (error ?? status !== 0) throw new Error('tsc could not write the declarations of the client', { cause: error });
    for (const name of readdirSync(source)) {
      const declaration = name.replace(/\.ts$/, '.d.ts');
      const text = readFileSync(join(emitted, 'client', declaration), 'utf8');
      writeFileSync(
        join(folder, declaration),
        text.replaceAll(/'\.\.\/contract\/[\w-]+\.ts'/g, "'./contract.js'").replaceAll(/'\.\/([\w-]+)\.ts'/g, "'./$1.js'"),
      );
    }
  } finally {
    rmSync(emitted, { recursive: true, force: true });
  }
  writeFileSync(join(folder, 'contract.d.ts'), `${contractTypes(incoming, outgoing)}\n${otherNames}`);
  writeFileSync(join(folder, 'index.d.ts'), indexTypes);
}

function compilerOptions(outDir: string) {
  return {
    noEmit: false,
    declaration: true,
    emitDeclarationOnly: true,
    outDir,
    rootDir: join(root, 'shared'),
    typeRoots: [join(root, 'node_modules/@types')],
  };
}

function manifest() {
  const { version, license } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string; license: string };
  return {
    name: 'circle-client',
    version,
    description: 'A typed client of Circle of Experts: one question, one verdict with its evidence',
    license,
    type: 'module',
    sideEffects: false,
    engines: { node: '>=20' },
    exports: { '.': { types: './index.d.ts', default: './index.js' } },
    types: './index.d.ts',
    files: ['*.js', '*.d.ts', 'THIRD-PARTY-LICENSES'],
  };
}

function licenceOf(name: string): string {
  const folder = join(root, 'node_modules', name);
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  if (file === undefined) throw new Error(`${name} is bundled, and has no licence file to carry along`);
  return join(folder, file);
}
