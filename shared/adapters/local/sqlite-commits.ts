/**
 * Transactions of one connection. What is written in one turn of the event loop is committed together at its end: a commit costs more than
 * what it commits, and fifty consultations at once write in every turn. Whoever writes goes on only behind the commit.
 */
import type { DatabaseSync, StatementSync } from 'node:sqlite';

/** A prepared statement, as far as it is used here. */
export type Statement = Pick<StatementSync, 'run' | 'get' | 'all'>;

/** The transactions of a database. */
export interface Commits {
  /**
   * Does `work` in the transaction of this turn, whole or not at all; resolves once it is committed. An error of `work` undoes its own part
   * alone; where the commit fails, every writer of the turn hears of it.
   */
  write<Result>(work: () => Result): Promise<Result>;
  /** Does `work` in a transaction of its own, committed when it returns; an error rolls it back. */
  transaction<Result>(work: () => Result): Result;
  /** Whether the caller is part of a transaction. */
  isInside(): boolean;
  /** Does `work`, which writes in a transaction of its own unless it is inside of one. */
  apart<Result>(work: () => Result): Result;
  /** Resolves once what was written so far is committed, or undone; at once where nothing waits. What is shown to others is read behind it. */
  settled(): Promise<void> | undefined;
  /** Commits what waits, now. */
  flush(): void;
  /** Calls `listener` when something that was written has been undone. */
  onUndone(listener: () => void): void;
}

/** What one turn has written. */
interface Turn {
  readonly committed: Promise<void>;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** Opens the transactions of a connection; `prepare` gives statements that name failures of the disk. */
export function openCommits(database: DatabaseSync, prepare: (text: string) => Statement): Commits {
  const [begin, commit] = [prepare('BEGIN IMMEDIATE'), prepare('COMMIT')];
  const [mark, release, undo] = [prepare('SAVEPOINT part'), prepare('RELEASE part'), prepare('ROLLBACK TO part')];
  const listeners: (() => void)[] = [];
  let turn: Turn | undefined;
  let inside = false;

  const tellUndone = () => {
    for (const listener of listeners) listener();
  };
  /** SQLite itself may have rolled back, as it does on a full disk; its complaint about that would hide the cause. */
  const rollBack = () => {
    try {
      if (database.isTransaction) database.exec('ROLLBACK');
    } catch {
      // The error that led here says more.
    }
    tellUndone();
  };
  const openTurn = (): Turn => {
    begin.run();
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    // Each of its writers hears of a failure; a turn of which nobody waits any more must end no process.
    promise.catch(() => undefined);
    const opened = { committed: promise, resolve, reject };
    setImmediate(() => {
      if (turn === opened) flush();
    });
    return opened;
  };
  const flush = () => {
    const ending = turn;
    if (!ending) return;
    turn = undefined;
    try {
      commit.run();
      ending.resolve();
    } catch (error) {
      rollBack();
      ending.reject(error);
    }
  };
  /** Undoes one part of a turn, or all of it where SQLite has done so already. */
  const undoPart = (error: unknown) => {
    try {
      undo.run();
      release.run();
      tellUndone();
    } catch {
      const lost = turn;
      turn = undefined;
      rollBack();
      lost?.reject(error);
    }
  };
  const within = <Result>(work: () => Result): Result => {
    inside = true;
    try {
      return work();
    } finally {
      inside = false;
    }
  };

  return {
    async write(work) {
      turn ??= openTurn();
      const { committed } = turn;
      let result: ReturnType<typeof work>;
      mark.run();
      try {
        result = within(work);
        release.run();
      } catch (error) {
        undoPart(error);
        throw error;
      }
      await committed;
      return result;
    },
    transaction(work) {
      flush();
      begin.run();
      try {
        const result = within(work);
        commit.run();
        return result;
      } catch (error) {
        rollBack();
        throw error;
      }
    },
    isInside: () => inside,
    apart(work) {
      if (!inside) flush();
      return work();
    },
    settled: () => turn?.committed.catch(() => undefined),
    flush,
    onUndone(listener) {
      listeners.push(listener);
    },
  };
}
