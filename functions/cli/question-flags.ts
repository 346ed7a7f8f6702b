/** A question, and the flags that say how it is asked. */
import type { Command } from 'commander';

/** Adds them to a command. */
export function addQuestionFlags(command: Command): Command {
  const asked = command
    .argument('[question]', 'the question; without it, or with "-", it is read from standard input')
    .option('-f, --file <path>', 'read the question from a file, or with a question: put the file below it')
    .option('-k, --kind <kind>', 'choice, short, text, ranking or auto (default: choice with --options, else auto)')
    .option('-o, --options <list>', 'comma-separated options to choose from, or to rank')
    .option('-i, --image <place>', 'an image for the experts that take them: a file, or an https address; may be repeated', collect);
  return addPolicyFlags(asked)
    .option('--query-type <type>', 'what it is about: technical, architectural, optimization, review, research, general, code_review')
    .option('--priority <priority>', 'how much hangs on it: low, medium, high, critical')
    .option('--promise <part>', 'part of the decided answers that must be right, such as 0.95: else nothing is decided')
    .option('-s, --strategy <strategy>', 'whom to ask first: all, settled, sure=0.9, or stages such as ada,bob/cyd')
    .option('--debate', 'ask everybody once more where the answers differ, with the answers of the others')
    .option('--no-debate', 'do not, although the circle does')
    .option('--ranking', 'have everybody rank the answers of the others where they differ; one that most put first breaks a tie')
    .option('--no-ranking', 'do not, although the circle does')
    .option(
      '--judge <names>',
      'ask this expert which answer holds where nothing is decided; several, with commas: each stands in for the one before',
    )
    .option('--no-judge', 'ask none, although the circle does')
    .option('--synthesis <expert>', 'have this expert write a text from the claims of the answers, beside the answer')
    .option('--no-synthesis', 'have none written, although the circle does');
}

/** Who is asked, and what it takes and may use to decide: the same for a question and a review. */
export function addPolicyFlags(command: Command): Command {
  return command
    .option('-c, --circle <name>', 'the circle to ask')
    .option('-e, --experts <list>', 'comma-separated experts to ask instead')
    .option('-q, --quorum <count>', 'how many answers it takes to decide')
    .option('--minimum <count>', 'how many are enough where no more can be had; the verdict says so')
    .option('-d, --deadline <seconds>', 'how long to wait at most')
    .option('-b, --budget <dollars>', 'what it may cost at most')
    .option('--limits <list>', 'what it may use at most, such as calls=4,tokens=20000,usd=0.05: calls beyond that are not made');
}

/** Takes a flag that may be repeated. */
export function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}
