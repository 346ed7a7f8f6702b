/** Empty is unset, for every flag of every command: what a script gives is often a variable that nobody has set. */
import type { Command } from 'commander';
import { InvalidInput } from '../../shared/errors.ts';
import { tell } from './output.ts';

/**
 * Takes flags whose value is blank as not given, and says so: one that was meant to limit something limits nothing. Throws `InvalidInput` for a blank argument,
 * which can stand for nothing.
 */
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
    if (command.getOptionValueSource(name) !== 'cli') continue;
    const value: unknown = command.getOptionValue(name);
    const given = Array.isArray(value) ? value.filter((one) => !isBlank(one)) : value;
    if (!isBlank(value)) continue;
    const isLeft = Array.isArray(given) && given.length > 0;
    command.setOptionValueWithSource(name, isLeft ? given : option.defaultValue, isLeft ? 'cli' : 'default');
    tell(`${option.long ?? option.short} is empty, and so not given`);
  }
}

/** Whether a text is blank, or one of several is. */
function isBlank(value: unknown): boolean {
  return Array.isArray(value) ? value.some(isBlank) : typeof value === 'string' && value.trim() === '';
}

function ancestors({ parent }: Command): readonly Command[] {
  return parent ? [parent, ...ancestors(parent)] : [];
}
