/** /v1/backup: everything that embedded mode keeps, as one file, while it runs. */

import { createRoute, type OpenAPIHono } from '@hono/zod-openapi';
import { backupType } from '../../../shared/contract/backup.ts';
import { NotFound } from '../../../shared/errors.ts';
import type { ApiOptions } from '../options.ts';
import { problems } from './describe.ts';

const backupRoute = createRoute({
  method: 'get',
  path: '/v1/backup',
  operationId: 'getBackup',
  tags: ['Service'],
  summary: 'Back up embedded mode',
  description:
    'A consistent copy of the database, made while the server runs; `circle restore` puts it back. It holds every question and answer, and ' +
    'no key. Deployed circles answer 404: their table has backups of its own.',
  responses: {
    200: { description: 'The SQLite database.', content: { [backupType]: { schema: { type: 'string', format: 'binary' } } } },
    ...problems(401, 404, 503, 507),
  },
});

/** Registers the route. */
export function registerBackup(app: OpenAPIHono, { backup }: ApiOptions): void {
  app.openapi(backupRoute, async (context) => {
    if (!backup) throw new NotFound('a backup over HTTP: this circle keeps its data in a table, which has backups of its own, so that it');
    if (context.req.method === 'HEAD') return context.body(null, 200, { 'content-type': backupType });
    const { bytes, content } = await backup();
    return context.body(content, 200, { 'content-type': backupType, 'content-length': String(bytes), 'cache-control': 'no-store' });
  });
}
