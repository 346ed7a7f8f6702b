// Loaded into a server before anything else: its wall clock goes by a file that the soak writes, and is read again at SIGUSR2. The clock
// that only goes on stays as it is, as on a machine whose time is set. The signal also collects garbage, so that memory can be compared.
import { readFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { isMainThread } from 'node:worker_threads';

const file = process.env['SOAK_CLOCK_FILE'];
const Machine = globalThis.Date;
let offsetMs = 0;

function read() {
  offsetMs = Number(readFileSync(file, 'utf8'));
}

class ShiftedDate extends Machine {
  constructor(...given) {
    super(...(given.length === 0 ? [ShiftedDate.now()] : given));
  }

  static now() {
    return Machine.now() + offsetMs;
  }
}

if (file !== undefined) {
  read();
  globalThis.Date = ShiftedDate;
  if (isMainThread) {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc');
    process.on('SIGUSR2', () => {
      read();
      collect();
    });
  }
}
