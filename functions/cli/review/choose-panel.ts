/** Who reviews: the circle that is asked, the rules beside it, or the rules alone where no model can be asked. */
import type { CircleClient } from '../../../shared/client/client.ts';
import type { ShownCircle } from '../../../shared/contract/listing.ts';
import { InvalidInput } from '../../../shared/errors.ts';
import { exitWhenInterrupted } from '../consult-or-cancel.ts';
import type { PolicyFlags } from '../policy.ts';

/** The circle of rules unless a flag names another one, or `--no-rules` none. */
export const usualRules = 'rules';
const usualCircle = 'default';

/** The flags that say who reviews. */
export interface PanelFlags extends Pick<PolicyFlags, 'circle' | 'experts'> {
  /** The name of a circle, `true` for the usual one, `false` for none. */
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

/** Looks at the circles of the server. Throws `InvalidInput` where a circle of rules is named that there is not. */
export async function choosePanel(client: CircleClient, flags: PanelFlags): Promise<ReviewPanel> {
  if (flags.rules === false) return { rules: undefined, alone: undefined };
  const listen = exitWhenInterrupted();
  const circles = await client.circles().finally(listen);
  return panelOf(circles, flags);
}

/** The panel of what is listed. */
export function panelOf(circles: readonly ShownCircle[], { circle, experts, rules: named = true }: PanelFlags): ReviewPanel {
  const name = typeof named === 'string' ? named : usualRules;
  const rules = circles.find((one) => one.name === name);
  if (rules === undefined && typeof named === 'string') {
    throw new InvalidInput([{ field: '--rules', message: `there is no circle "${name}"; \`circle circles\` lists them` }]);
  }
  if (rules === undefined || rules.available === 0) return { rules: undefined, alone: undefined };
  if (circle === name) return { rules: name, alone: 'The rules alone have reviewed this: nobody has read what they do not look for.' };
  const chosen = circle !== undefined || experts !== undefined;
  return { rules: name, alone: chosen || isAskable(circles.find((one) => one.name === usualCircle)) ? undefined : noModel };
}

/** A circle of which nobody can be asked would give way to the demo, which has read nothing. */
function isAskable(circle: ShownCircle | undefined): boolean {
  return circle !== undefined && !circle.demo && !(circle.unavailable === 'skip' && circle.available === 0);
}
