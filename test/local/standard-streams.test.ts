import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { guardStreams } from '../../infra/local/standard-streams.ts';

class Stream extends EventEmitter {
  readonly written: string[] = [];
  failure: 'none' | 'thrown' | 'told' = 'none';

  write(text: string): boolean {
    if (this.failure === 'thrown') throw new Error('ENOSPC');
    if (this.failure === 'told') return this.emit('error', new Error('EPIPE'));
    this.written.push(text);
    return true;
  }
}

describe('a standard stream that cannot be written', () => {
  it.each(['thrown', 'told'] as const)('costs its lines and nothing else, however it says so (%s)', (failure) => {
    const stream = new Stream();
    const dropped = guardStreams([stream]);
    stream.failure = failure;
    stream.write('one');
    stream.write('two');
    stream.failure = 'none';
    stream.write('three');
    expect([dropped.count(), stream.written]).toEqual([2, ['three']]);
  });
});
