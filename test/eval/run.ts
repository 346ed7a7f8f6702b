/**
 * `npm run eval -- [--part dev|holdout|contrast] [--json|--markdown] [--write] [--strict] [--data FOLDER] [--binary PATH] [--families]`: every
 * bar of the design reference, ours beside majority, best single expert, best known method and oracle, out of the measuring data; of the developer
 * halves also the bars of strategies and promises.
 *
 * `npm run eval -- --part reading [--data FOLDER] [--binary PATH] [--json]`: how well the core reads replies, on the corpus, on those of
 * a real small model, and on the raw replies of the measuring data.
 * `npm run eval -- --part findings`: how well findings of several experts are brought together; `--part secrets`: how often files without
 * credentials are taken for such; `--part review [--binary PATH] [--rivals FOLDER] [--write]`: how many topics the rules of the program
 * `review` tell apart, beside checkov, cfn-lint and hadolint where a folder holds them, and how many well-kept files they alarm at.
 *
 * `npm run eval -- --part running [--json|--markdown] [--strict]`: what a running circle decides with what it knows of its experts.
 *
 * `npm run eval -- --path [--set gsm] [--panel mid7] [--limit N] [--data FOLDER] [--json]` (or with `--set` alone): recorded answers
 * go through the whole path of embedded mode.
 *
 * `npm run eval -- --part routing [--routing FOLDER] [--data FOLDER] [--json] [--binary PATH]`: what each strategy of asking decides, asks and
 * costs on recorded answers; without one of the folders, what is there is measured and what is missing is named.
 *
 * `npm run eval -- --part promise [--routing FOLDER] [--json|--markdown] [--strict] [--binary PATH]`: what promises of a part right come to.
 *
 * `npm run eval -- --part typed [--json] [--binary PATH]`: generated panels whose answers a schema describes.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { requireCore } from '../../infra/local/core.ts';
import { messageOf } from '../../shared/errors.ts';
import { measureAskingPart } from './asking-part.ts';
import { barsOf } from './bars.ts';
import { measureContrast } from './contrast.ts';
import { openData, type Part } from './data.ts';
import { replaceBlock } from './document.ts';
import { leastMerged, measureMerging, overall } from './findings.ts';
import { measureAll } from './measure.ts';
import { replayPanel } from './path.ts';
import { measureEveryPromise, promiseBars, promiseTable } from './promise.ts';
import { measureReading } from './reading.ts';
import { differences, tablesOf } from './report.ts';
import { measureReview } from './review.ts';
import { isCalm, reviewTables } from './review-report.ts';
import { runRivals } from './review-rivals.ts';
import { barTable, measureStrategies, strategyTable } from './routing-report.ts';
import { measureRunningPart } from './running-part.ts';
import { measureAlarms } from './secrets.ts';
import { figure, markdownTable, type Table, textTable } from './table.ts';
import { isFaultless, judgeTyped } from './typed.ts';
import { openCore } from './verdicts.ts';

/** Generated panels with a schema. */
const typedPanels = 600;
const root = join(import.meta.dirname, '../..');
const { values } = parseArgs({
  options: {
    part: { type: 'string', default: 'dev' },
    data: { type: 'string', default: process.env['CIRCLE_EVAL_DATA'] ?? join(root, '../shared/data/consensus') },
    routing: { type: 'string', default: process.env['CIRCLE_ROUTING_DATA'] ?? join(root, '../shared/data/routing') },
    binary: { type: 'string' },
    rivals: { type: 'string' },
    families: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    markdown: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
    strict: { type: 'boolean', default: false },
    path: { type: 'boolean', default: false },
    set: { type: 'string' },
    panel: { type: 'string', default: 'mid7' },
    limit: { type: 'string', default: '10000' },
  },
});

const folders = { data: resolve(values.data), routing: resolve(values.routing) };

try {
  if (values.path || values.set !== undefined) await replay();
  else if (values.part === 'typed') evaluateTyped();
  else if (values.part === 'reading') evaluateReading();
  else if (values.part === 'findings') evaluateFindings();
  else if (values.part === 'routing') evaluateRouting();
  else if (values.part === 'secrets') await evaluateSecrets();
  else if (values.part === 'review') evaluateReview();
  else if (values.part === 'contrast') contrast();
  else if (values.part === 'running') evaluateRunning();
  else if (values.part === 'promise') evaluatePromises();
  else evaluate(partOf(values.part));
} catch (error) {
  console.error(messageOf(error));
  process.exitCode = 1;
}

async function replay(): Promise<void> {
  const figures = await replayPanel(resolve(values.data), values.set ?? 'gsm', values.panel, Number(values.limit));
  if (values.json) console.log(JSON.stringify(figures));
  else console.dir(figures);
}

function evaluateTyped(): void {
  const core = openCore(values.binary ? resolve(values.binary) : requireCore(console.error));
  try {
    const figures = judgeTyped(typedPanels, 'typed', (input) => core.run(['agree'], input).output);
    if (values.json) console.log(JSON.stringify(figures));
    else console.dir(figures);
    if (!isFaultless(figures)) process.exitCode = 1;
  } finally {
    core.close();
  }
}

function evaluate(part: Part): void {
  const data = openData(resolve(values.data), part);
  const core = openCore(values.binary ? resolve(values.binary) : requireCore(console.error));
  try {
    const figures = measureAll(core, data, { families: values.families }, console.error);
    const running = measureRunningPart(core, data, folders, console.error);
    // Strategies and promises learn from one half of the developer part, and are measured on its other half.
    const asking = part === 'dev' ? measureAskingPart(core, folders, console.error) : undefined;
    tell({ part, figures, running, asking, bars: barsOf(figures, part) });
  } finally {
    core.close();
  }
}

/** A part as it was measured. */
interface Measured {
  readonly part: Part;
  readonly figures: ReturnType<typeof measureAll>;
  readonly running: ReturnType<typeof measureRunningPart>;
  readonly asking: ReturnType<typeof measureAskingPart> | undefined;
  readonly bars: ReturnType<typeof barsOf>;
}

/** Prints or writes what was measured; exit code 1 where a rule is broken, or a bar is missed that is asked for strictly. */
function tell(measured: Measured): void {
  const { part, figures, running, asking, bars } = measured;
  const tables = tablesOf(figures, bars, part);
  const odd = differences(figures, part);
  if (values.json) console.log(JSON.stringify(inJson(measured, odd)));
  else printTables([...running.tables, ...(asking?.tables ?? []), ...tables]);
  for (const { figure, computed, stated } of odd)
    console.error(`note: ${figure} is ${computed.toFixed(4)}, the reference states ${stated}`);
  if (values.write) {
    write(`Part: \`${part}\`.\n\n${tables.map(markdownTable).join('\n\n')}`);
    write(running.tables.map(markdownTable).join('\n\n'), 'running');
  }
  const kept = figures.rules.every(({ held }) => held);
  if (!kept || (values.strict && bars.some(({ reached }) => reached === false))) process.exitCode = 1;
}

function inJson({ part, figures, running, asking, bars }: Measured, odd: ReturnType<typeof differences>) {
  const { bars: runningBars, panels, medical, orders } = running;
  return {
    part,
    families: values.families,
    bars,
    differences: odd,
    running: { bars: runningBars, panels, medical, orders },
    ...(asking && { asking: { bars: asking.bars, strategies: asking.strategies, promises: asking.promises } }),
    ...figures,
  };
}

function printTables(tables: readonly Table[]): void {
  console.log(tables.map(values.markdown ? markdownTable : textTable).join('\n\n'));
}

/** What a running circle decides with what it knows of its experts. */
function evaluateRunning(): void {
  const core = openCore(values.binary ? resolve(values.binary) : requireCore(console.error));
  try {
    const { bars, tables, panels, medical, orders } = measureRunningPart(core, openData(folders.data, 'dev'), folders, console.error);
    if (values.json) console.log(JSON.stringify({ bars, panels, medical, orders }));
    else console.log(tables.map(values.markdown ? markdownTable : textTable).join('\n\n'));
    if (values.write) write(tables.map(markdownTable).join('\n\n'), 'running');
    if (values.strict && bars.some(({ reached }) => !reached)) process.exitCode = 1;
  } finally {
    core.close();
  }
}

function evaluateReading(): void {
  const folder = resolve(values.data);
  const core = openCore(values.binary ? resolve(values.binary) : requireCore(console.error));
  try {
    const data = existsSync(folder) ? openData(folder, 'dev') : undefined;
    const { table, wrong } = measureReading(core, data, join(folder, '../reading/small-model.jsonl'));
    if (values.json) console.log(JSON.stringify({ ...table, wrong }));
    else console.log(textTable(table));
    for (const { line, read } of wrong) console.error(`${line.id}: read ${JSON.stringify(read)}, right ${JSON.stringify(line.right)}`);
    if (wrong.length > 0) process.exitCode = 1;
  } finally {
    core.close();
  }
}

/** Generated pairs of texts; exit code 1 where a bar is missed. */
function contrast(): void {
  const core = openCore(values.binary ? resolve(values.binary) : requireCore(console.error));
  try {
    const { wrong, ...figures } = measureContrast(core);
    console.log(values.json ? JSON.stringify({ ...figures, wrong }) : figures);
    for (const line of wrong.slice(0, 40)) console.error(line.replaceAll('\n', ' '));
    const reached = figures.falseSame <= 0.005 && figures.falseContradicts <= 0.02 && (figures.auroc ?? 0) >= 0.98;
    if (!reached) process.exitCode = 1;
  } finally {
    core.close();
  }
}

/** Strategies of asking; exit code 1 where a bar of what could be measured is missed. */
function evaluateRouting(): void {
  const core = openCore(values.binary ? resolve(values.binary) : requireCore(console.error));
  try {
    const { rows, bars, missing } = measureStrategies(core, resolve(values.routing), resolve(values.data), console.error);
    for (const sentence of missing) console.error(sentence);
    if (values.json) console.log(JSON.stringify({ rows, bars, missing }));
    else console.log([strategyTable(rows), barTable(bars)].map(values.markdown ? markdownTable : textTable).join('\n\n'));
    if (rows.length === 0 || (values.strict && bars.some(({ reached }) => !reached))) process.exitCode = 1;
  } finally {
    core.close();
  }
}

/** What promises of a part right come to. */
function evaluatePromises(): void {
  const core = openCore(values.binary ? resolve(values.binary) : requireCore(console.error));
  try {
    const rows = measureEveryPromise(core, folders.routing);
    const bars = promiseBars(rows);
    if (values.json) console.log(JSON.stringify({ rows, bars }));
    else console.log((values.markdown ? markdownTable : textTable)(promiseTable(rows)));
    for (const { name, reached } of bars) console.error(`${reached ? 'reached' : 'MISSED'}: ${name}`);
    if (values.strict && bars.some(({ reached }) => !reached)) process.exitCode = 1;
  } finally {
    core.close();
  }
}

/** How often the samples of reviews, which hold no credentials of anybody, are taken for some. */
async function evaluateSecrets(): Promise<void> {
  const { files, lines, alarms } = await measureAlarms(resolve(values.data, '../review'));
  if (values.json) console.log(JSON.stringify({ files, lines, alarms }));
  else {
    for (const { file, line, rule } of alarms) console.log(`${file}:${line}: ${rule}`);
    console.log(`${alarms.length} false alarms in ${files} files of ${lines} lines`);
  }
}

/** How many topics of the labelled samples some rule tells apart; exit code 1 where well-kept files raise too many alarms. */
function evaluateReview(): void {
  const binary = values.binary ? resolve(values.binary) : join(root, 'rust-lambda/target/release/review');
  const samples = resolve(values.data, '../review');
  const rivals = values.rivals === undefined ? [] : runRivals(resolve(values.rivals), samples, console.error);
  const measure = measureReview(binary, samples, join(root, 'rust-lambda/review/samples/kept'), rivals);
  if (values.json) console.log(JSON.stringify(measure));
  else
    console.log(
      reviewTables(measure)
        .map(values.markdown ? markdownTable : textTable)
        .join('\n\n'),
    );
  if (values.write) write(reviewTables(measure).map(markdownTable).join('\n\n'), 'review');
  for (const line of measure.missed) console.error(`not reviewed: ${line}`);
  if (!isCalm(measure)) process.exitCode = 1;
}

/** How well the findings of a review are brought together, over generated panels. */
function evaluateFindings(): void {
  const figures = measureMerging();
  const rows = figures.map(({ spread, experts, planted, precision, recall }) => [
    spread,
    String(experts),
    String(planted),
    figure(precision),
    figure(recall),
  ]);
  const { precision, recall } = overall(figures);
  const table = {
    title: 'Findings of several experts, by entry',
    head: ['Spread', 'Experts', 'Planted', 'Precision', 'Recall'],
    rows: [...rows, ['all', '', '', figure(precision), figure(recall)]],
  };
  if (values.json) console.log(JSON.stringify({ precision, recall, figures }));
  else console.log((values.markdown ? markdownTable : textTable)(table));
  if (precision < leastMerged || recall < leastMerged) process.exitCode = 1;
}

function write(block: string, name: 'eval' | 'running' | 'review' = 'eval'): void {
  const file = join(root, 'EVALUATION.md');
  writeFileSync(file, replaceBlock(readFileSync(file, 'utf8'), block, name));
  // The formatter aligns the tables, as `npm run check` wants them.
  const { status } = spawnSync('biome', ['format', '--write', file], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0) throw new Error(`${file} could not be formatted`);
}

function partOf(name: string): Part {
  if (name === 'dev' || name === 'holdout') return name;
  throw new Error(
    `there is no part ${name}; known: dev, holdout, running, reading, routing, typed, contrast, findings, secrets, review, promise`,
  );
}
