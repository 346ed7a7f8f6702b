import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readServerSettings } from '../../infra/local/server-settings.ts';
import { defaultPolicy } from '../../shared/contract/policy.ts';

const read = (environment: Record<string, string>, argv: string[] = []) => readServerSettings(argv, environment);
const byDefault = {
  port: 7330,
  host: '127.0.0.1',
  data: resolve('.circle'),
  circles: undefined,
  apiKey: undefined,
  log: 'warn',
  publicUrl: undefined,
  origins: [],
  drainSeconds: 10,
  retentionDays: undefined,
  sync: 'normal',
  policy: defaultPolicy,
  strict: false,
  keepAliveSeconds: 75,
  rules: 'build',
  remarks: [],
};

/** Every variable and its flag, with a good value. */
const settings = [
  ['CIRCLE_PORT', '--port', '7400', 'port', 7400],
  ['CIRCLE_HOST', '--host', '127.0.0.2', 'host', '127.0.0.2'],
  ['CIRCLE_DATA', '--data', '/srv/circle', 'data', '/srv/circle'],
  ['CIRCLES_FILE', '--circles', '/srv/circles.yaml', 'circles', '/srv/circles.yaml'],
  ['CIRCLE_LOG', '--log', 'info', 'log', 'info'],
  ['CIRCLE_PUBLIC_URL', '--public-url', 'https://circle.example', 'publicUrl', 'https://circle.example'],
  ['CIRCLE_DRAIN_SECONDS', '--drain-seconds', '30', 'drainSeconds', 30],
  ['CIRCLE_RETENTION_DAYS', '--retention-days', '90', 'retentionDays', 90],
  ['CIRCLE_SYNC', '--sync', 'full', 'sync', 'full'],
  ['CIRCLE_REPEATS', '--repeats', 'new', 'policy', { ...defaultPolicy, repeats: 'new' }],
  ['CIRCLE_ON_DISCONNECT', '--on-disconnect', 'cancel', 'policy', { ...defaultPolicy, onDisconnect: 'cancel' }],
  ['CIRCLE_APPEND', '--append', 'line', 'policy', { ...defaultPolicy, append: 'line' }],
  ['CIRCLE_STRICT', '--strict', 'on', 'strict', true],
  ['CIRCLE_RULES', '--rules', 'as-is', 'rules', 'as-is'],
  ['CIRCLE_KEEP_ALIVE_SECONDS', '--keep-alive-seconds', '120', 'keepAliveSeconds', 120],
  ['CIRCLE_ORIGINS', '--origins', 'https://page.example', 'origins', ['https://page.example']],
] as const;
/** What is refused, or taken as it is where anything is allowed. */
const nonsense = {
  CIRCLE_PORT: 'http',
  CIRCLE_DRAIN_SECONDS: '1.5',
  CIRCLE_RETENTION_DAYS: '0',
  CIRCLE_SYNC: 'sometimes',
  CIRCLE_REPEATS: 'maybe',
  CIRCLE_ON_DISCONNECT: 'stop',
  CIRCLE_APPEND: 'all',
  CIRCLE_STRICT: 'very',
  CIRCLE_KEEP_ALIVE_SECONDS: '0',
  CIRCLE_HOST: 'x86_64-conda-linux-gnu',
  CIRCLE_LOG: 'loud',
  CIRCLE_PUBLIC_URL: 'circle',
  CIRCLE_ORIGINS: 'page',
} as const;

describe('the settings of the server', () => {
  it.each(
    [...settings.map(([variable]) => variable), 'CIRCLE_API_KEY', 'HOST', 'PORT'].flatMap((variable) =>
      ['', ' ', '\t\n', '""', "''", '\ufeff'].map((value) => [variable, value] as const),
    ),
  )('hold as if %s were not set where it is %j', (variable, value) => {
    expect(read({ [variable]: value })).toEqual(byDefault);
  });

  it.each(settings)('take %s and %s', (variable, flag, value, field, meant) => {
    for (const written of [value, ` ${value}\n`, `"${value}"`, `'${value}'`]) {
      expect(read({ [variable]: written })).toEqual({ ...byDefault, [field]: meant });
      expect(read({}, [flag, written])).toEqual({ ...byDefault, [field]: meant });
    }
    expect(read({ [variable]: value }, [flag, ''])).toEqual({ ...byDefault, [field]: meant });
  });

  it.each(Object.entries(nonsense))('refuse %s=%s by the name under which it was said', (variable, value) => {
    expect(() => read({ [variable]: value })).toThrow(variable);
    const flag = settings.find(([name]) => name === variable)?.[1] ?? '';
    expect(() => read({}, [flag, value])).toThrow(flag);
  });

  it('take general variables only for what they look like, and say so', () => {
    expect(read({ HOST: 'x86_64-conda-linux-gnu', PORT: 'tcp://10.0.0.1:80' })).toMatchObject({ port: 7330, host: '127.0.0.1' });
    expect(read({ HOST: 'x86_64-conda-linux-gnu' })?.remarks).toEqual([expect.stringContaining('HOST holds no address')]);
    expect(read({ HOST: '127.0.0.1', PORT: '8080' })).toMatchObject({ port: 8080, host: '127.0.0.1' });
    expect(read({ HOST: '127.0.0.3', PORT: '1', CIRCLE_HOST: '127.0.0.4', CIRCLE_PORT: '2' })).toMatchObject({
      port: 2,
      host: '127.0.0.4',
      remarks: [],
    });
  });

  it.each(['0.0.0.0', '::', '192.168.1.5', '[::]'])('say that %s opens the server to the network', (host) => {
    expect(read({ CIRCLE_HOST: host })?.remarks).toEqual([expect.stringContaining('open to the network')]);
    expect(read({}, ['--host', host])?.remarks).toHaveLength(1);
  });
});
