/** What the files of every source do. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DeployedSource } from '../../shared/contract/deployed-review.ts';
import type { FilesOf, ListedFile } from '../../shared/ports/deployed-files.ts';

/** A source under test. */
export interface OpenSource<Source extends DeployedSource> {
  readonly files: FilesOf<Source>;
  readonly source: Source;
  close(): Promise<void>;
}

/** A template as small as they come: a stack takes nothing else. */
const template = (words: string) => JSON.stringify({ Description: words, Resources: { Topic: { Type: 'AWS::SNS::Topic' } } });
/** In another order than that of their names. */
const written = {
  'shop-web': template('kept in Zürich'),
  'shop-api': template('x'.repeat(500)),
  'Shop-db': template('d'),
  zone: template('z'),
};
const names = ['Shop-db', 'shop-api', 'shop-web', 'zone'];

/** All files of a source. */
export async function listOf<Source extends DeployedSource>(files: FilesOf<Source>, source: Source): Promise<readonly ListedFile[]> {
  const found: ListedFile[] = [];
  for await (const file of files.list(source)) found.push(file);
  return found;
}

/** Tells what the files of a source do; `open` makes one of these files, by name. */
export function deployedFilesContract<Source extends DeployedSource>(
  where: string,
  open: (written: Readonly<Record<string, string>>) => Promise<OpenSource<Source>>,
): void {
  describe(`files of what is deployed, ${where}`, () => {
    let opened: OpenSource<Source>;
    beforeAll(async () => {
      opened = await open(written);
    });
    afterAll(() => opened.close());

    it('are listed in the order of their names, with their bytes where these are known', async () => {
      const found = await listOf(opened.files, opened.source);
      expect(found.map(({ path }) => path)).toEqual(names);
      for (const { path, bytes, fault } of found) {
        expect(fault).toBeUndefined();
        if (bytes !== undefined) expect(bytes).toBe(Buffer.byteLength(written[path as keyof typeof written]));
      }
    });

    it('are read whole, as they were written', async () => {
      const read = await opened.files.read(opened.source, 'shop-web', 1_000_000);
      expect('content' in read && Buffer.from(read.content).toString('utf8')).toBe(written['shop-web']);
    });

    it('are not read where they are too large, and say so', async () => {
      const bytes = Buffer.byteLength(written['shop-api']);
      expect(await opened.files.read(opened.source, 'shop-api', bytes)).toHaveProperty('content');
      expect(await opened.files.read(opened.source, 'shop-api', bytes - 1)).toEqual({
        fault: `has ${bytes} bytes, and one review has room for ${bytes - 1} more`,
      });
    });

    it('say that one cannot be read which is not there any more', async () => {
      expect(await opened.files.read(opened.source, 'nowhere', 1_000_000)).toEqual({ fault: expect.stringMatching(/^cannot be read: ./) });
    });
  });
}
