/** What the system says of a file, a disk or a connection, in words for whoever can mend it. */

import { quotaErrno } from '../errors.ts';

/** By the code that Node gives an error of the system. */
const words: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the quota of this user or folder is used up',
  EROFS: 'the disk is read-only',
  EIO: 'the disk fails',
  EFBIG: 'the file is larger than this disk or system takes',
  EACCES: 'this user may not do that there',
  EPERM: 'this user may not do that there',
  ENOENT: 'there is no such file or folder',
  EEXIST: 'it is there already',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of the path is no folder',
  ENOTEMPTY: 'the folder is not empty',
  ENAMETOOLONG: 'the name is too long',
  ELOOP: 'its links lead in a circle',
  EXDEV: 'it is on another disk',
  EBUSY: 'something else is using it',
  ETXTBSY: 'it is a program that runs',
  EMFILE: 'this process has too many files open (ulimit -n)',
  ENFILE: 'this machine has too many files open',
  ENOMEM: 'there is no memory left',
  EADDRINUSE: 'the port is taken',
  EADDRNOTAVAIL: 'this machine has no such address',
  ECONNREFUSED: 'nobody listens there',
  ECONNRESET: 'the other side has closed the connection',
  EHOSTUNREACH: 'the machine cannot be reached',
  ENETUNREACH: 'the network cannot be reached',
  ENOTFOUND: 'there is no machine of that name',
  EAI_AGAIN: 'the name cannot be looked up at the moment',
  ETIMEDOUT: 'nobody has answered in time',
};

/** The code of an error of the system, as these words know it. */
export function systemCode(thrown: unknown): string | undefined {
  if (!(thrown instanceof Error)) return undefined;
  if ('errno' in thrown && thrown.errno === quotaErrno) return 'EDQUOT';
  const code = 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : '';
  return Object.hasOwn(words, code) ? code : undefined;
}

/** Whether the disk has no room for what was to be written. */
export function isDiskFull(thrown: unknown): boolean {
  return ['ENOSPC', 'EDQUOT'].includes(systemCode(thrown) ?? '');
}

/** The failure in words, with the place where it is known and the code; undefined for what no system has said. */
export function systemFailureInWords(thrown: unknown): string | undefined {
  const code = systemCode(thrown);
  if (code === undefined) return undefined;
  const place = placeOf(thrown as Error);
  return `${place === '' ? '' : `${place}: `}${words[code]} (${code})`;
}

/** Of a copy, the place that is written: what is read was there. */
function placeOf(error: Error): string {
  for (const name of ['dest', 'path', 'hostname', 'address'] as const) {
    const place: unknown = name in error ? error[name as keyof Error] : undefined;
    if (typeof place === 'string') return place;
  }
  return '';
}
