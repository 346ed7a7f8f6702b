/** The part of cli-progress that we use; the package has no types. */
declare module 'cli-progress' {
  export class SingleBar {
    constructor(options: { readonly format: string; readonly hideCursor: boolean; readonly stream: NodeJS.WritableStream });
    start(total: number, startValue: number, payload: Readonly<Record<string, string>>): void;
    increment(step: number, payload: Readonly<Record<string, string>>): void;
    stop(): void;
  }
}
