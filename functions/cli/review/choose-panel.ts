/** Who reviews: the circle that is asked, the rules beside it, or the rules alone where no model can be asked. */
import type { CircleClient } from '../../../shared/client/client.ts';
import type { ShownCircle } from '../../../shared/contract/listing.ts';
import { InvalidInput } from '../../../shared/errors.ts';
import { exitWhenInterrupted } from '../consult-or-cancel.ts';
import type { PolicyFlags } from '../policy.ts';
import { folderOf } from './team-rules.ts';

/** The circle of rules unless a flag names another one, or `--no-rules` none. */
const usualRules = 'rules';
const usualCircle = 'default';

/** The flags that say who reviews. */
export interface PanelFlags extends Pick<PolicyFlags, 'circle' | 'experts'> {
  /** The name of a circle or a folder of rules, `true` for the usual circle, `false` for none. */
  readonly rules?: string | boolean;
}

/** Who reviews. */
export interface ReviewPanel {
  /** The circle of rules; undefined where there is none. */
  readonly rules: string | undefined;
  /** Why the rules are alone, for people; undefined where a circle is asked beside them. */
  readonly alone: string | undefined;
}

const noModel =
  'No model can be asked, so the rules alone have reviewed this: they find what they look for, and nobody has read the rest. Set a key such as ANTHROPIC_API_KEY, or start a local model server, to have models beside them.';

/** Looks at the circles of the server. Throws `InvalidInput` where a circle of rules is named that there is not, or cannot be asked. */
export async function choosePanel(client: CircleClient, flags: PanelFlags): Promise<ReviewPanel> {
  if (flags.rules === false) return { rules: undefined, alone: undefined };
  const listen = exitWhenInterrupted();
  const circles = await client.circles().finally(listen);
  return panelOf(circles, flags);
}

/** The panel of what is listed. Throws `InvalidInput` as above. */
export function panelOf(circles: readonly ShownCircle[], given: PanelFlags): ReviewPanel {
  // A folder brings rules of its own, beside those of the usual circle.
  const flags = folderOf(given.rules) === undefined ? given : { ...given, rules: true };
  const rules = rulesOf(circles, flags.rules);
  if (rules === undefined) return { rules, alone: undefined };
  if (flags.circle === rules) return { rules, alone: 'The rules alone have reviewed this: nobody has read what they do not look for.' };
  const chosen = flags.circle !== undefined || flags.experts !== undefined;
  return { rules, alone: chosen || isAskable(circles.find(({ name }) => name === usualCircle)) ? undefined : noModel };
}

function rulesOf(circles: readonly ShownCircle[], named: string | boolean = true): string | undefined {
  const name = typeof named === 'string' ? named : usualRules;
  const found = circles.find((one) => one.name === name);
  if (found === undefined && typeof named === 'string') {
    throw new InvalidInput([{ field: '--rules', message: `there is no circle "${name}"; \`circle circles\` lists them` }]);
  }
  // Nobody said that they need not do their work: a review that leaves them out would be green where they object.
  if (found?.available === 0) {
    const message = `the rules of the circle "${name}" cannot be asked now (\`circle experts\` says why): wait until they can, or review without them by --no-rules`;
    throw new InvalidInput([{ field: '', message }]);
  }
  return found?.name;
}

/** A circle of which nobody can be asked would give way to the demo, which has read nothing. */
function isAskable(circle: ShownCircle | undefined): boolean {
  return circle !== undefined && !circle.demo && !(circle.unavailable === 'skip' && circle.available === 0);
}
