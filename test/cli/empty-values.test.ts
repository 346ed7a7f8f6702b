/** Every flag and argument of every command, as the program has them, given a value that a script left empty. */
import type { Command, Option } from 'commander';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { circleProgram } from '../../functions/cli/commands.ts';

/** Read by what they start: the tools of the rules, and the server, whose settings have a test of their own. */
const readElsewhere = ['tool', 'serve'];
const commands = circleProgram().commands.filter((command) => !readElsewhere.includes(command.name()));
const blanks = ['', ' ', '\t', ' \n '];

let said = '';
beforeEach(() => {
  said = '';
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    said += String(text);
    return true;
  });
});
afterEach(() => void vi.restoreAllMocks());

/** What a command is given, in place of doing it. */
async function given(name: string, argv: readonly string[], before: readonly string[] = []): Promise<Record<string, unknown>> {
  const program = circleProgram();
  const command = program.commands.find((one) => one.name() === name);
  if (!command) throw new Error(`there is no command ${name}`);
  let flags: Record<string, unknown> = {};
  command.action(() => {
    flags = command.optsWithGlobals();
  });
  await program.parseAsync([...before, name, ...argv], { from: 'user' });
  return flags;
}

/** An argument for each that a command needs. */
const needed = (command: Command) => command.registeredArguments.filter(({ required }) => required).map(() => 'x');
const withValue = (command: Command): readonly Option[] => command.options.filter(({ required, optional }) => required || optional);
/** Without them more is spent or sent, or less is held against a change, than was meant. */
const safeguards = [
  '--baseline',
  '--budget',
  '--data',
  '--diff',
  '--limits',
  '--line-budget',
  '--max-bytes',
  '--pre-push',
  '--rules',
  '--sarif-in',
];
/** All others, by name: whoever adds a flag says on which side it is. */
const unset = [
  ...['--allow-secret', '--allow-secrets-from', '--allow-unseen', '--answer', '--by', '--circle', '--deadline', '--exclude', '--expert'],
  ...['--experts', '--fail-on', '--fail-on-experts', '--file', '--focus', '--format', '--image', '--json', '--judge', '--junit', '--kind'],
  ...['--limit', '--markdown', '--minimum', '--note', '--options', '--out', '--parallel', '--priority', '--promise', '--query-type'],
  ...['--quorum', '--sarif', '--since', '--status', '--strategy', '--subject', '--summary', '--synthesis', '--tag', '--until'],
  '--write-baseline',
];
const all = commands.flatMap((command) =>
  withValue(command).map((option) => ({ command, option, title: `${command.name()} ${option.flags}` })),
);

const isSafeguard = ({ option }: { readonly option: Option }) => safeguards.includes(option.long ?? '');
const cases = all.filter((one) => !isSafeguard(one));

describe('an empty flag', () => {
  it('is looked for in all commands', () => {
    expect(cases.length).toBeGreaterThan(60);
    expect(new Set(all.map(({ option }) => option.long))).toEqual(new Set([...safeguards, ...unset]));
  });

  it.each(all.filter(isSafeguard))('that guards something is refused: $title', async ({ command, option }) => {
    for (const blank of blanks) {
      const argv = [...needed(command), `${option.long}=${blank}`];
      await expect(given(command.name(), argv)).rejects.toThrow(`${option.long}: must not be empty`);
    }
  });

  it.each(cases)('is not given, and that is said: $title', async ({ command, option }) => {
    const plain = await given(command.name(), needed(command));
    for (const blank of blanks) {
      said = '';
      expect(await given(command.name(), [...needed(command), `${option.long}=${blank}`])).toEqual(plain);
      expect(said).toBe(`${option.long} is empty, and so not given\n`);
    }
  });

  it.each(cases)('that is not blank is left as it is: $title', async ({ command, option }) => {
    const flags = await given(command.name(), [...needed(command), `${option.long}="" `]);
    expect([flags[option.attributeName()]].flat()).toEqual(['"" ']);
    expect(said).toBe('');
  });

  it.each(blanks)('of the program itself is not given either: %j', async (blank) => {
    expect(await given('experts', [], [`--url=${blank}`])).toEqual({});
    expect(said).toBe('--url is empty, and so not given\n');
  });

  it('that may be repeated keeps what is not empty', async () => {
    expect(await given('review', ['--exclude', '', '--exclude', 'a', '--exclude', ' '])).toMatchObject({ exclude: ['a'] });
  });
});

describe('an empty argument', () => {
  const places = commands.flatMap((command) =>
    command.registeredArguments.map((argument, place) => ({ command, argument, place, title: `${command.name()} <${argument.name()}>` })),
  );

  it.each(places)('is refused by its name: $title', async ({ command, argument, place }) => {
    for (const blank of blanks) {
      const words = [...command.registeredArguments.slice(0, place).map(() => 'x'), blank];
      const rest = needed(command).slice(words.length);
      await expect(given(command.name(), [...words, ...rest])).rejects.toMatchObject({ fields: [{ field: argument.name() }] });
    }
  });

  it('is refused behind others of its kind', async () => {
    await expect(given('review', ['a', ''])).rejects.toThrow('file: must not be empty');
    await expect(given('delete', ['a', ' ', 'b'])).rejects.toThrow('id: must not be empty');
  });
});
