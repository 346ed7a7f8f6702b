/** The circles that clients are tried with: one for each way in which a panel can behave. */
import { type KnowledgeFolder, writeKnowledge } from '../blackbox/knowledge-folder.ts';

/** Writes them, over the model server at `baseUrl`. */
export function circlesOf(baseUrl: string): KnowledgeFolder {
  const behaviours = {
    plain: 'answers:Paris',
    structured: 'says:{"city":"Paris"}',
    failed: 'status:400',
    slow: 'slow:5000:Paris',
    slowest: 'slow:20000:Paris',
  };
  const seats = Object.entries(behaviours).flatMap(([circle, model]) => ['a', 'b', 'c'].map((letter) => ({ circle, letter, model })));
  const expert = ({ letter, model }: (typeof seats)[number]) => ({ provider: 'openai-compatible', baseUrl, model, family: letter });
  const circle = (name: string) => ({ experts: ['a', 'b', 'c'].map((letter) => `${name}-${letter}`), quorum: 3, deadlineSeconds: 60 });
  return writeKnowledge({
    experts: Object.fromEntries(seats.map((seat) => [`${seat.circle}-${seat.letter}`, expert(seat)])),
    circles: { default: circle('plain'), ...Object.fromEntries(Object.keys(behaviours).map((name) => [name, circle(name)])) },
  });
}
