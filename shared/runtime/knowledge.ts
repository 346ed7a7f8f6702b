/** Reads the knowledge folder: circles, personas, prices and providers. */

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { Cron } from 'croner';
import type * as z from 'zod';
import {
  type Circle,
  type CirclesFile,
  circlesFile,
  type Knowledge,
  pricesFile,
  providersFile,
  type Schedule,
} from '../contract/circle.ts';
import type { Expert, ProviderKind } from '../contract/expert.ts';

import { factsOf, providerKindNames } from '../contract/provider-kinds.ts';
import { judgesIn, writerIn } from '../contract/question.ts';
import { isTeamSource } from '../contract/rules.ts';
import { queryTypesFile } from '../contract/selection.ts';

import { skillFile } from '../contract/skill.ts';
import { decodeUtf8 } from '../contract/utf8-text.ts';
import { webhookKeyPrefix } from '../contract/webhook.ts';
import { ownEntry } from '../domain/own-entry.ts';
import { whyNoModel, whyNotJudge } from '../domain/pick-deliberation.ts';
import { strangersOf } from '../domain/pick-strategy.ts';
import { quorumOfCircle } from '../domain/quorum-of-circle.ts';
import { resolveSeat } from '../domain/resolve-seat.ts';
import { questionOfSchedule } from '../domain/scheduled-question.ts';
import { seatConsultation } from '../domain/seating.ts';
import { withoutUndefined } from '../domain/without-undefined.ts';
import { InvalidConfiguration, InvalidInput, messageOf } from '../errors.ts';
import { readBaselines } from './schedule-baselines.ts';
import { readTeamRules, teamFolderOf } from './team-rules.ts';
import { lineOf, parseYaml } from './yaml-file.ts';

/**
 * Loads the knowledge of `folder`; `circlesPath` replaces its `circles.yaml`.
 * Throws `InvalidConfiguration` naming file, line and key.
 */
export function loadKnowledge(folder: string, circlesPath: string = join(folder, 'circles.yaml')): Knowledge {
  const circlesText = readText(circlesPath);
  const file = parseYaml(circlesText, basename(circlesPath), circlesFile);
  const providers = parseYaml(readText(join(folder, 'providers.yaml')), 'providers.yaml', providersFile);
  const prices = parseYaml(readText(join(folder, 'prices.yaml')), 'prices.yaml', pricesFile);
  // A folder of an earlier version has neither: nothing is known, and no type decides anything.
  const skill = readIfThere(folder, 'skill.yaml', skillFile);
  const queryTypes = readIfThere(folder, 'query-types.yaml', queryTypesFile);
  const personas = readPersonas(join(folder, 'personas'));
  const knowledge: Knowledge = {
    ...file,
    providers,
    prices,
    ...withoutUndefined({ skill, queryTypes, team: readTeam(circlesPath, file), baselines: readBaselines(circlesPath, circlesText, file) }),
    personas,
    folder: dirname(resolve(circlesPath)),
  };
  const problems = crossChecks(file, knowledge).map(
    ({ path, message }) => `${basename(circlesPath)}:${lineOf(circlesText, path)}: ${path.join('.')}: ${message}`,
  );
  if (problems.length > 0) throw new InvalidConfiguration(problems.join('\n'));
  return knowledge;
}

/** The team's own rules; none where nobody has a seat for them, or there is no folder, which is told at the seat. */
function readTeam(circlesPath: string, file: CirclesFile): Knowledge['team'] {
  const folder = teamFolderOf(dirname(resolve(circlesPath)), file);
  if (folder === undefined || (file.rules === undefined && !existsSync(folder))) return undefined;
  return readTeamRules(folder);
}

function readIfThere<T>(folder: string, file: string, schema: z.ZodType<T>): T | undefined {
  const path = join(folder, file);
  return existsSync(path) ? parseYaml(readText(path), file, schema) : undefined;
}

interface CrossProblem {
  readonly path: readonly string[];
  readonly message: string;
}

/** What no schema can see: names that point from one part of the files to another. */
function crossChecks(file: CirclesFile, knowledge: Knowledge): CrossProblem[] {
  return [
    ...Object.entries(file.experts).flatMap(([name, expert]) => checkExpert(['experts', name], expert, knowledge)),
    ...Object.entries(file.experts).flatMap(([name, expert]) => checkKey(['experts', name], expert, knowledge)),
    ...Object.entries(file.circles).flatMap(([name, circle]) => checkCircle(['circles', name], circle, knowledge)),
    ...checkQueryTypes(knowledge),
    ...Object.entries(file.schedules).flatMap(([name, schedule]) => checkSchedule(['schedules', name], schedule, knowledge)),
  ];
}

/** Settings of requests that only some kinds of provider have a place for. */
const requestSettings = ['maxTokensField', 'systemRole', 'extraBody'] as const;

function checkSettings(path: readonly string[], expert: Expert, kind: ProviderKind): CrossProblem[] {
  return requestSettings
    .filter((setting) => setting in expert && !factsOf(kind).settings.includes(setting))
    .map((setting) => {
      const takers = providerKindNames.filter((one) => factsOf(one).settings.includes(setting)).toReversed();
      return { path: [...path, setting], message: `goes with ${takers.join(' and ')} only, not with ${kind}` };
    });
}

function checkExpert(path: readonly string[], expert: Expert, { providers, personas, team }: Knowledge): CrossProblem[] {
  const preset = ownEntry(providers, expert.provider);
  const known = Object.keys(providers).join(', ');
  if (!preset) return [{ path: [...path, 'provider'], message: `unknown provider "${expert.provider}"; known: ${known}` }];
  const problems = [...checkSettings(path, expert, preset.kind), ...checkPrice(path, expert)];
  problems.push(...checkNeeds(path, { ...expert, baseUrl: expert.baseUrl ?? preset.baseUrl }, preset.kind));
  if (expert.persona && ownEntry(personas, expert.persona) === undefined) {
    problems.push({ path: [...path, 'persona'], message: `there is no personas/${expert.persona}.md` });
  }
  if (team === undefined && expert.rules?.some(isTeamSource)) {
    problems.push({
      path: [...path, 'rules'],
      message: 'there is no folder of rules of the team: `rules/` beside this file, or what `rules:` names',
    });
  }
  return problems;
}

const needWords = { model: 'a model', rules: 'rules', script: 'a script', baseUrl: 'a baseUrl' } as const;

/** What an expert of a kind has to state. Rules are named by their sources, everybody else by a model. */
function checkNeeds(path: readonly string[], stated: Readonly<Partial<Expert>>, kind: ProviderKind): CrossProblem[] {
  const { needs } = factsOf(kind);
  const missing = needs.filter((need) => !stated[need]).map((need) => ({ path, message: `needs ${needWords[need]}` }));
  if (stated.rules === undefined || needs.includes('rules')) return missing;
  return [...missing, { path: [...path, 'rules'], message: `goes with rules only, not with ${kind}` }];
}

/** One half alone would make every cost unknown without a word. */
function checkPrice(path: readonly string[], { inputUsdPerMillion, outputUsdPerMillion }: Expert): CrossProblem[] {
  if ((inputUsdPerMillion === undefined) === (outputUsdPerMillion === undefined)) return [];
  const [stated, missing] =
    inputUsdPerMillion === undefined ? ['outputUsdPerMillion', 'inputUsdPerMillion'] : ['inputUsdPerMillion', 'outputUsdPerMillion'];
  return [{ path: [...path, stated], message: `needs ${missing} beside it` }];
}

/** A caller names the key that signs its webhook, and must not have a provider key sign what it can read. */
function checkKey(path: readonly string[], { provider, key }: Expert, { providers }: Knowledge): CrossProblem[] {
  const named = key ?? ownEntry(providers, provider)?.key;
  if (!named?.startsWith(webhookKeyPrefix)) return [];
  return [{ path: [...path, 'key'], message: `must not begin with ${webhookKeyPrefix}, which is kept for keys that sign webhooks` }];
}

function checkCircle(path: readonly string[], circle: Circle, knowledge: Knowledge): CrossProblem[] {
  const { experts } = knowledge;
  const list = circle.choose === undefined ? ['experts'] : ['seats', 'from'];
  const problems = circle.experts.flatMap((expert, index) =>
    ownEntry(experts, expert) ? [] : [{ path: [...path, ...list, String(index)], message: `there is no expert "${expert}"` }],
  );
  if (new Set(circle.experts).size < circle.experts.length) problems.push({ path: [...path, ...list], message: 'lists an expert twice' });
  if ((circle.minimum ?? 1) > quorumOfCircle(circle, experts)) {
    problems.push({ path: [...path, 'minimum'], message: `is ${circle.minimum}, above the quorum of ${quorumOfCircle(circle, experts)}` });
  }
  const seats = circle.choose ?? circle.experts.length;
  if ((circle.quorum ?? 1) > seats) {
    const has = circle.choose === undefined ? `has ${seats} experts` : `chooses ${seats}`;
    problems.push({ path: [...path, 'quorum'], message: `is ${circle.quorum}, but the circle ${has}` });
  }
  return [...problems, ...checkAsking(path, circle), ...checkJudges(path, circle, knowledge), ...checkWriter(path, circle, knowledge)];
}

/** A writer may have a seat itself: it decides nothing. */
function checkWriter(path: readonly string[], { deliberation }: Circle, knowledge: Knowledge): CrossProblem[] {
  const writer = writerIn(deliberation);
  const flaw = writer === undefined ? undefined : whyNoModel(writer, knowledge);
  return flaw === undefined ? [] : [{ path: [...path, 'deliberation', 'synthesis'], message: flaw }];
}

/** A judge sits in no seat, and is no twin of anybody who may. */
function checkJudges(path: readonly string[], { experts, deliberation }: Circle, knowledge: Knowledge): CrossProblem[] {
  if (deliberation?.ranking && judgesIn(deliberation).length > 0) {
    return [{ path: [...path, 'deliberation', 'ranking'], message: 'goes with no judge: name one of the two' }];
  }
  const seats = experts.filter((expert) => isResolved(expert, knowledge)).map((expert) => resolveSeat(expert, knowledge));
  return judgesIn(deliberation).flatMap((judge) => {
    const flaw = whyNotJudge(judge, seats, knowledge);
    return flaw === undefined ? [] : [{ path: [...path, 'deliberation', 'judge'], message: flaw }];
  });
}

/** Whether an expert and its provider are declared; where they are not, that has a line of its own. */
function isResolved(expert: string, { experts, providers }: Knowledge): boolean {
  const declared = ownEntry(experts, expert);
  return declared !== undefined && ownEntry(providers, declared.provider) !== undefined;
}

/** A type's persona and circle are of the shipped files; a circle that a file of one's own lacks is passed over. */
function checkQueryTypes({ queryTypes, personas }: Knowledge): CrossProblem[] {
  return Object.entries(queryTypes?.types ?? {}).flatMap(([type, { persona }]) =>
    persona === undefined || ownEntry(personas, persona) !== undefined
      ? []
      : [{ path: ['types', type, 'persona'], message: `query-types.yaml: there is no personas/${persona}.md` }],
  );
}

/** Stages and orders are of the circle's own experts. */
function checkAsking(path: readonly string[], { experts, strategy, replay, order = [] }: Circle): CrossProblem[] {
  const strangers = {
    strategy: strangersOf(strategy, experts),
    replay: strangersOf(replay, experts),
    order: order.filter((expert) => !experts.includes(expert)),
  };
  const twice = order.filter((expert, at) => order.indexOf(expert) < at);
  return [
    ...Object.entries(strangers).flatMap(([key, names]) =>
      names.length === 0 ? [] : [{ path: [...path, key], message: `names ${names.join(', ')}, not among its experts` }],
    ),
    ...(twice.length > 0 ? [{ path: [...path, 'order'], message: `names ${twice.join(', ')} twice` }] : []),
  ];
}

/** Found here rather than at the first time that the schedule is due. */
function checkSchedule(path: readonly string[], schedule: Schedule, knowledge: Knowledge): CrossProblem[] {
  const { cron, timezone, review } = schedule;
  const asked = review === undefined ? 'consultation' : 'review';
  const problems: CrossProblem[] = [];
  const wrong = whyNoCron(cron);
  if (wrong !== undefined) problems.push({ path: [...path, 'cron'], message: wrong });
  if (!isTimezone(timezone)) problems.push({ path: [...path, 'timezone'], message: `unknown time zone "${timezone}"` });
  try {
    seatConsultation(questionOfSchedule(path.at(-1) ?? '', schedule), knowledge, new Set());
  } catch (error) {
    // Another problem of the file, which has a line of its own.
    if (!(error instanceof InvalidInput)) return problems;
    problems.push(...error.fields.map(({ field, message }) => ({ path: [...path, asked, ...field.split('.')], message })));
  }
  return problems;
}

function whyNoCron(cron: string): string | undefined {
  // Read as the moment at which the process was started; in the cloud it means any.
  if (cron.includes('?')) return 'must not hold a question mark: write * for any';
  try {
    return new Cron(cron, { paused: true, timezone: 'UTC' }).nextRun() === null ? 'names a day that never comes' : undefined;
  } catch (error) {
    return messageOf(error);
  }
}

function isTimezone(name: string): boolean {
  try {
    // Offsets such as +01:00 are no names: EventBridge Scheduler does not know them.
    return !/^[+-]/.test(new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone);
  } catch {
    return false;
  }
}

function readPersonas(folder: string): Record<string, string> {
  const files = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith('.md')) : [];
  return Object.fromEntries(files.map((file) => [basename(file, '.md'), readText(join(folder, file))]));
}

function readText(path: string): string {
  const decoded = decodeUtf8(readBytes(path));
  if ('text' in decoded) return decoded.text;
  throw new InvalidConfiguration(`${path} ${decoded.fault}; save it as UTF-8`);
}

function readBytes(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (cause) {
    throw new InvalidConfiguration(`cannot read ${path}: ${messageOf(cause)}`, { cause });
  }
}
