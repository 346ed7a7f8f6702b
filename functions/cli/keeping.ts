/** The commands for what is kept: list, cancel, answer, resend, delete, export, backup, restore. */
import type { Command } from 'commander';
import type { Address } from './client.ts';
import {
  answerAsExpert,
  cancelConsultation,
  deleteConsultations,
  type ListFlags,
  listConsultations,
  resendWebhooks,
} from './consultations.ts';
import { backUp, restore } from './data-file.ts';
import { type ExportFlags, exportConsultations } from './export.ts';

/** Adds the commands to the program. */
export function addKeeping(program: Command, address: () => Address): void {
  program
    .command('list')
    .description('list consultations, newest first')
    .option('-n, --limit <count>', 'how many, at most 100', '20')
    .option('-s, --status <status>', 'only those with this status')
    .option('-c, --circle <name>', 'only those of this circle')
    .option('-t, --tag <key:value>', 'only those with this metadata')
    .option('--json', 'print JSON')
    .action((flags: ListFlags) => listConsultations(flags, address()));

  program
    .command('cancel')
    .description('cancel a consultation: no further spending')
    .argument('<id>', 'the id that `circle ask` prints')
    .option('--json', 'print JSON')
    .action((id: string, { json }: { json?: boolean }) => cancelConsultation(id, json ?? false, address()));

  program
    .command('answer')
    .description('submit the answer of a human expert; after the deadline or the end it is kept as late, and not counted')
    .argument('<id>', 'the id of the consultation')
    .argument('<answer>', 'what the expert answers; "-" reads it from standard input')
    .option('-e, --expert <name>', 'who answers (default: the only human expert that has not answered)')
    .option('--json', 'print JSON')
    .action((id: string, answer: string, flags: { expert?: string; json?: boolean }) => answerAsExpert(id, answer, flags, address()));

  program
    .command('resend')
    .description('send the webhooks of a consultation once more that were given up')
    .argument('<id>', 'the id of the consultation')
    .action((id: string) => resendWebhooks(id, address()));

  program
    .command('delete')
    .description('delete consultations that have ended, for good: question, opinions, verdict, feedback and deliveries')
    .argument('<id...>', 'their ids')
    .action((ids: string[]) => deleteConsultations(ids, address()));

  program
    .command('export')
    .description('print consultations with all that is known of them as JSON Lines (schema: docs/export.schema.json)')
    .option('--since <time>', 'only those asked after this day or time')
    .option('--until <time>', 'only those asked before it')
    .option('--out <file>', 'write them to a file, whole or not at all')
    .action((flags: ExportFlags) => exportConsultations(flags, address()));

  program
    .command('backup')
    .description('write all that embedded mode keeps to one file, while it runs or when it is stopped')
    .argument('<file>', 'where the backup goes; it holds every question and answer, and no key')
    .option('--data <folder>', 'the data folder of a stopped server (default: what the server hands out, else CIRCLE_DATA or .circle)')
    .action(async (file: string, { data }: { data?: string }) => {
      process.exitCode = await backUp(file, data, address());
    });

  program
    .command('restore')
    .description('put a backup in the place of what embedded mode keeps, which is kept beside it; the server must be stopped')
    .argument('<file>', 'what `circle backup` has written')
    .option('--data <folder>', 'the data folder (default: CIRCLE_DATA or .circle)')
    .action(async (file: string, { data }: { data?: string }) => {
      process.exitCode = await restore(file, data);
    });
}
