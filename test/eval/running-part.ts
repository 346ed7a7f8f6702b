/** The running circle on one part of the data, with what it learnt from. */
import { messageOf } from '../../shared/errors.ts';
import { ordersTable } from './beside-logit.ts';
import { type Data, openData } from './data.ts';
import { readRouting } from './routing-data.ts';
import { type Medical, measureMedical, measureRunningPanels, runningBars, runningBarTable, runningTable } from './running-report.ts';
import type { Core } from './verdicts.ts';

/** Where the measuring data lies. */
export interface Folders {
  readonly data: string;
  readonly routing: string;
}

const none: Medical = { circles: [], orders: [] };

/** The developer part learns from one half of itself; another part learns from the developer part, where that is there. */
export function measureRunningPart(core: Core, data: Data, { data: folder, routing }: Folders, say: (line: string) => void) {
  const past = data.part === 'dev' ? undefined : there(say, () => openData(folder, 'dev'));
  const panels = measureRunningPanels(core, data, past, say);
  const { circles: medical, orders } = there(say, () => measureMedical(core, readRouting(routing), say)) ?? none;
  const bars = runningBars(panels, medical);
  const tables = [
    runningBarTable(bars),
    runningTable('A running circle: the 20 panels, accuracy / ECE', panels),
    ...(medical.length > 0 ? [runningTable('A running circle: medical questions, accuracy / ECE', medical)] : []),
    ...(orders.length > 0 ? [ordersTable('ten models', orders)] : []),
  ];
  return { bars, tables, panels, medical, orders };
}

/** What is missing is named, and left out. */
function there<Result>(say: (line: string) => void, open: () => Result): Result | undefined {
  try {
    return open();
  } catch (error) {
    say(messageOf(error));
    return undefined;
  }
}
