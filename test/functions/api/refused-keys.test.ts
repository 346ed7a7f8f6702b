/** Keys that are refused leave a trace, and not a line each. */
import { Hono } from 'hono';
import { beforeEach, describe, expect, it } from 'vitest';
import { tellRefusedKeys } from '../../../functions/api/tell-refused-keys.ts';
import { openApi } from '../../support/api.ts';
import { type RecordedLog, recordedLog } from '../../support/recorded-log.ts';

let log: RecordedLog;
let time: number;
let app: Hono;
beforeEach(() => {
  log = recordedLog();
  time = 0;
  app = new Hono();
  app.use(tellRefusedKeys(log, { monotonic: () => time }));
  app.get('/open', (context) => context.text('yes'));
  app.get('/closed', (context) => context.text('no', 401));
});

async function ask(path: string, address = '10.0.0.1', headers: Record<string, string> = { authorization: 'Bearer guess' }): Promise<void> {
  await app.request(path, { headers }, { incoming: { socket: { remoteAddress: address } } });
}

describe('a refused key', () => {
  it('is told with the address, and never itself', async () => {
    await ask('/closed');
    expect(log.of('KEY_REFUSED')).toEqual([{ address: '10.0.0.1', requests: 1, path: '/closed' }]);
    expect(JSON.stringify(log.entries)).not.toContain('guess');
  });

  it('is told once a minute and address, with how many there were', async () => {
    for (let count = 0; count < 100; count += 1) await ask('/closed');
    await ask('/closed', '10.0.0.2');
    time = 60_000;
    await ask('/closed');
    expect(log.of('KEY_REFUSED').map(({ address, requests }) => [address, requests])).toEqual([
      ['10.0.0.1', 1],
      ['10.0.0.2', 1],
      ['10.0.0.1', 100],
    ]);
  });

  it('is nothing where no key was sent, or a good one', async () => {
    await ask('/closed', '10.0.0.1', {});
    await ask('/open');
    expect(log.entries).toEqual([]);
  });

  it('takes no more room than for a thousand addresses', async () => {
    for (let count = 0; count < 3000; count += 1) await ask('/closed', `10.1.${count >> 8}.${count & 255}`);
    expect(log.of('KEY_REFUSED')).toHaveLength(3000);
    await ask('/closed', '10.1.0.0');
    expect(log.of('KEY_REFUSED')).toHaveLength(3001);
  });

  it('is told by the application', async () => {
    const api = openApi();
    await api.send('GET', '/v1/circles', { headers: { authorization: 'Bearer circle_test-kez' } });
    expect(api.ports.log.of('KEY_REFUSED')).toHaveLength(1);
  });
});
