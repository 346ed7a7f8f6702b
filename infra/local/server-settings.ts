/** The settings of the server, from flags and variables. A flag goes before a variable, and a variable of our own before a general one. */
import { isIP } from 'node:net';
import { parseArgs } from 'node:util';
import { append, type DoorPolicy, defaultPolicy, onDisconnect, repeats } from '../../shared/contract/policy.ts';
import { InvalidConfiguration } from '../../shared/errors.ts';
import { readOrigins } from '../../shared/runtime/allowed-origins.ts';
import { type Environment, meantBy, pathMeant, settingOf } from '../../shared/runtime/setting.ts';

const logLevels = ['info', 'warn', 'error', 'silent'] as const;
const syncModes = ['normal', 'full'] as const;
const switches = ['off', 'on'] as const;
const ruleModes = ['build', 'as-is'] as const;

export const usage = `usage: npm start -- [--port N] [--host ADDRESS] [--data FOLDER] [--circles FILE] [--log info|warn|error|silent]
                    [--public-url ADDRESS] [--origins ORIGIN,…] [--drain-seconds N] [--retention-days N] [--sync normal|full]
                    [--repeats join|new] [--on-disconnect keep|cancel] [--append none|line|report]
                    [--strict off|on] [--keep-alive-seconds N] [--rules build|as-is]
Environment: CIRCLE_PORT, CIRCLE_HOST, CIRCLE_DATA, CIRCLES_FILE, CIRCLE_API_KEY, CIRCLE_LOG, CIRCLE_PUBLIC_URL, CIRCLE_ORIGINS,
CIRCLE_DRAIN_SECONDS, CIRCLE_RETENTION_DAYS, CIRCLE_SYNC, CIRCLE_REPEATS, CIRCLE_ON_DISCONNECT, CIRCLE_APPEND, CIRCLE_STRICT,
CIRCLE_KEEP_ALIVE_SECONDS, CIRCLE_RULES, provider keys by name. PORT and HOST are taken too, where they hold a port and an address. A variable that is empty counts as not set.`;

export interface ServerSettings {
  readonly port: number;
  readonly host: string;
  /** Absolute. */
  readonly data: string;
  /** Absolute; undefined means the file of the knowledge folder. */
  readonly circles: string | undefined;
  readonly apiKey: string | undefined;
  readonly log: (typeof logLevels)[number];
  readonly publicUrl: string | undefined;
  readonly origins: readonly string[];
  /** Seconds that calls under way get to end when the server stops. */
  readonly drainSeconds: number;
  /** Days that a consultation is kept after its end; undefined keeps it for good. */
  readonly retentionDays: number | undefined;
  /** What is kept through a loss of power: with `normal` all but the last moments, with `full` whatever was answered for. */
  readonly sync: (typeof syncModes)[number];
  /** What a request is treated by that says nothing of it, where its circle says nothing either. */
  readonly policy: DoorPolicy;
  /** Whether chat requests are refused for what has no effect. */
  readonly strict: boolean;
  /** Seconds for which a connection without a request is kept. */
  readonly keepAliveSeconds: number;
  /** Whether the rules of reviews are built where they are missing. */
  readonly rules: (typeof ruleModes)[number];
  /** Words for the banner: what was taken from where nobody may expect it, and what it opens. */
  readonly remarks: readonly string[];
}

/** A value and where it came from, as a message names it. */
interface Told {
  readonly value: string;
  readonly source: string;
}

const text = { type: 'string' } as const;
const flags = {
  ...{
    port: text,
    host: text,
    data: text,
    circles: text,
    log: text,
    'public-url': text,
    origins: text,
    'drain-seconds': text,
    'retention-days': text,
    sync: text,
    repeats: text,
    'on-disconnect': text,
    append: text,
    strict: text,
    'keep-alive-seconds': text,
    rules: text,
  },
  help: { type: 'boolean', short: 'h' },
} as const;

/** Variables of our own, by flag. */
const variables = {
  port: 'CIRCLE_PORT',
  host: 'CIRCLE_HOST',
  data: 'CIRCLE_DATA',
  circles: 'CIRCLES_FILE',
  log: 'CIRCLE_LOG',
  'public-url': 'CIRCLE_PUBLIC_URL',
  origins: 'CIRCLE_ORIGINS',
  'drain-seconds': 'CIRCLE_DRAIN_SECONDS',
  'retention-days': 'CIRCLE_RETENTION_DAYS',
  sync: 'CIRCLE_SYNC',
  repeats: 'CIRCLE_REPEATS',
  'on-disconnect': 'CIRCLE_ON_DISCONNECT',
  append: 'CIRCLE_APPEND',
  strict: 'CIRCLE_STRICT',
  'keep-alive-seconds': 'CIRCLE_KEEP_ALIVE_SECONDS',
  rules: 'CIRCLE_RULES',
} as const;

/** Longer than the pools of clients and proxies keep a connection, or one of them writes into an end. */
const usualKeepAliveSeconds = 75;

/** Loopback: the key is all that protects this server. */
const ownHost = '127.0.0.1';

/** Reads the settings; undefined where the usage was asked for. Throws `InvalidConfiguration` that names the flag or variable. */
export function readServerSettings(argv: readonly string[], environment: Environment): ServerSettings | undefined {
  const { values } = parseArgs({ args: [...argv], options: flags });
  if (values.help) return undefined;
  const told = (name: keyof typeof variables): Told | undefined => {
    const byFlag = meantBy(values[name]);
    if (byFlag !== undefined) return { value: byFlag, source: `--${name}` };
    const value = settingOf(environment, variables[name]);
    return value === undefined ? undefined : { value, source: variables[name] };
  };
  const path = (name: 'data' | 'circles'): string | undefined => {
    const found = told(name);
    return found && pathMeant(found.value, found.source);
  };
  const remarks: string[] = [];
  const host = readHost(told('host'), settingOf(environment, 'HOST'), remarks);
  return {
    port: readPort(told('port'), settingOf(environment, 'PORT'), remarks),
    host,
    data: path('data') ?? pathMeant('.circle', 'the data folder'),
    circles: path('circles'),
    apiKey: settingOf(environment, 'CIRCLE_API_KEY'),
    log: readChoice(told('log'), logLevels, 'warn'),
    publicUrl: readPublicUrl(told('public-url')),
    origins: readOrigins(told('origins')?.value ?? '', told('origins')?.source ?? '--origins'),
    drainSeconds: readWhole(told('drain-seconds'), { otherwise: 10, least: 0, most: 870 }),
    retentionDays: readWhole(told('retention-days'), { otherwise: undefined, least: 1, most: 36_500 }),
    sync: readChoice(told('sync'), syncModes, 'normal'),
    policy: {
      repeats: readChoice(told('repeats'), repeats.options, defaultPolicy.repeats),
      onDisconnect: readChoice(told('on-disconnect'), onDisconnect.options, defaultPolicy.onDisconnect),
      append: readChoice(told('append'), append.options, defaultPolicy.append),
    },
    strict: readChoice(told('strict'), switches, 'off') === 'on',
    rules: readChoice(told('rules'), ruleModes, 'build'),
    keepAliveSeconds: readWhole(told('keep-alive-seconds'), { otherwise: usualKeepAliveSeconds, least: 1, most: 3600 }),
    remarks: [...remarks, ...(isLoopback(host) ? [] : [`open to the network at ${host}, in plain HTTP: put a proxy with TLS in front`])],
  };
}

/** Whether nobody on another machine reaches the address. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\./.test(host);
}

/** `HOST` names the machine or the compiler's target in many environments; only an address is one. */
function readHost(own: Told | undefined, general: string | undefined, remarks: string[]): string {
  if (own) {
    const bare = own.value.replace(/^\[(.*)\]$/, '$1');
    if (isIP(bare) !== 0 || bare === 'localhost') return bare;
    throw new InvalidConfiguration(`${own.source} must be an address of this machine, such as 127.0.0.1, not "${own.value}"`);
  }
  if (general === undefined) return ownHost;
  if (isIP(general) === 0 && general !== 'localhost') {
    remarks.push('HOST holds no address and is ignored; CIRCLE_HOST or --host sets one');
    return ownHost;
  }
  remarks.push('the address is from HOST; CIRCLE_HOST goes before it');
  return general;
}

function readPort(own: Told | undefined, general: string | undefined, remarks: string[]): number {
  if (own) {
    if (isPort(own.value)) return Number(own.value);
    throw new InvalidConfiguration(`${own.source} must be a number from 0 to 65535, not "${own.value}"`);
  }
  if (general === undefined) return 7330;
  if (isPort(general)) {
    remarks.push('the port is from PORT; CIRCLE_PORT goes before it');
    return Number(general);
  }
  remarks.push('PORT holds no port and is ignored; CIRCLE_PORT or --port sets one');
  return 7330;
}

function isPort(written: string): boolean {
  return /^\d{1,5}$/.test(written) && Number(written) <= 65535;
}

/** A whole number within bounds. Throws `InvalidConfiguration`. */
function readWhole<Otherwise>(
  told: Told | undefined,
  { otherwise, least, most }: { readonly otherwise: Otherwise; readonly least: number; readonly most: number },
): number | Otherwise {
  if (!told) return otherwise;
  const value = /^\d{1,9}$/.test(told.value) ? Number(told.value) : -1;
  if (value >= least && value <= most) return value;
  throw new InvalidConfiguration(`${told.source} must be a whole number from ${least} to ${most}, not "${told.value}"`);
}

function readPublicUrl(told: Told | undefined): string | undefined {
  if (!told) return undefined;
  if (URL.canParse(told.value) && /^https?:$/.test(new URL(told.value).protocol)) return told.value;
  throw new InvalidConfiguration(`${told.source} must be an address such as https://circle.example, not "${told.value}"`);
}

function readChoice<Choice extends string>(told: Told | undefined, choices: readonly Choice[], otherwise: Choice): Choice {
  if (!told) return otherwise;
  const chosen = choices.find((candidate) => candidate === told.value);
  if (chosen !== undefined) return chosen;
  throw new InvalidConfiguration(`${told.source} must be one of ${choices.join(', ')}, not "${told.value}"`);
}
