/** Which experts a `circles.yaml` seats, and of which kinds: a deployed stage has queues, workers and secrets for these only. */
import { type CirclesFile, type ProviderPreset, scheduledPolicy } from './circle.ts';
import { type ProviderKind, type QueuedProviderKind, queuedProviderKinds } from './expert.ts';
import { type Deliberation, judgesIn, writerIn } from './question.ts';

type Seating = Pick<CirclesFile, 'experts' | 'circles' | 'schedules'>;
type Presets = Readonly<Record<string, ProviderPreset>>;

/** Names of the experts that a circle or a schedule names, judges and writers among them, each once. */
export function seatedExperts({ circles, schedules }: Omit<Seating, 'experts'>): ReadonlySet<string> {
  return new Set([
    ...Object.values(circles).flatMap(({ experts, deliberation }) => [...experts, ...besideSeats(deliberation)]),
    ...Object.values(schedules)
      .map(scheduledPolicy)
      .flatMap(({ experts = [], deliberation }) => [...experts, ...besideSeats(deliberation)]),
  ]);
}

function besideSeats(deliberation: Deliberation | undefined): readonly string[] {
  const writer = writerIn(deliberation);
  return [...judgesIn(deliberation), ...(writer === undefined ? [] : [writer])];
}

/** Kinds that are asked through a queue and that the file seats, in the order of their list. */
export function seatedKinds(file: Seating, presets: Presets): readonly QueuedProviderKind[] {
  const kinds = new Set([...seatedExperts(file)].map((name) => kindOf(name, file, presets)));
  return queuedProviderKinds.filter((kind) => kinds.has(kind));
}

/** The kind of a declared expert's provider; undefined where expert or provider is not declared. */
export function kindOf(name: string, { experts }: Pick<Seating, 'experts'>, presets: Presets): ProviderKind | undefined {
  const provider = Object.hasOwn(experts, name) ? experts[name]?.provider : undefined;
  return provider !== undefined && Object.hasOwn(presets, provider) ? presets[provider]?.kind : undefined;
}
