/** Empty is unset, for every flag of every command but a few: what a script gives is often a variable that nobody has set. */
import type { Command, Option } from 'commander';
import { InvalidInput } from '../../shared/errors.ts';
import { tell } from './output.ts';

/** Without them more is spent or sent, or less is held against a change, than whoever wrote the command meant. */
const safeguards: ReadonlySet<string> = new Set([
  ...['--budget', '--line-budget', '--limits', '--max-bytes'],
  // Without its range a change is not seen as one: what it removes is not there.
  ...['--diff', '--pre-push', '--rules', '--baseline', '--sarif-in'],
  // A backup would take the place of what another folder holds.
  '--data',
]);

/** Takes flags whose value is blank as not given, and says so. Throws `InvalidInput` for a blank argument, which can stand for nothing, and for a safeguard. */
export function unsetEmpty(command: Command): void {
  for (const one of [command, ...ancestors(command)]) unsetFlags(one);
  command.registeredArguments.forEach((argument, place) => {
    if (!isBlank(command.processedArgs[place])) return;
    throw new InvalidInput([{ field: argument.name(), message: 'must not be empty' }]);
  });
}

function unsetFlags(command: Command): void {
  for (const option of command.options) {
    const name = option.attributeName();
    const value: unknown = command.getOptionValue(name);
    if (command.getOptionValueSource(name) === 'cli' && isBlank(value)) unset(command, option, value);
  }
}

function unset(command: Command, option: Option, value: unknown): void {
  const [name, flag] = [option.attributeName(), option.long ?? option.flags];
  if (safeguards.has(flag)) throw new InvalidInput([{ field: flag, message: 'must not be empty' }]);
  const left = Array.isArray(value) ? value.filter((one) => !isBlank(one)) : [];
  if (left.length > 0) command.setOptionValueWithSource(name, left, 'cli');
  else command.setOptionValueWithSource(name, option.defaultValue, 'default');
  tell(`${flag} is empty, and so not given`);
}

/** Whether a text is blank, or one of several is. */
function isBlank(value: unknown): boolean {
  return Array.isArray(value) ? value.some(isBlank) : typeof value === 'string' && value.trim() === '';
}

function ancestors({ parent }: Command): readonly Command[] {
  return parent ? [parent, ...ancestors(parent)] : [];
}
