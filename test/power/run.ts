/** `npm run powerloss -- [--points 1000] [--consultations 60] [--seed NAME] [--sync full|normal]`: loses power at random points of a server's work. */
import { parseArgs } from 'node:util';
import { losePower } from './lose-power.ts';

const { values } = parseArgs({
  options: {
    points: { type: 'string', default: '1000' },
    consultations: { type: 'string', default: '60' },
    seed: { type: 'string', default: String(Date.now()) },
    sync: { type: 'string', default: 'full' },
  },
});
const whole = (name: 'points' | 'consultations'): number => {
  if (/^[1-9]\d{0,5}$/.test(values[name])) return Number(values[name]);
  console.error(`--${name} ${values[name]} is no whole number above 0`);
  process.exit(2);
};

const began = Date.now();
const { lost, ...counts } = await losePower({
  points: whole('points'),
  consultations: whole('consultations'),
  seed: values.seed,
  serveEach: 20,
  sync: values.sync === 'normal' ? 'normal' : 'full',
});
console.log(
  JSON.stringify({ seed: values.seed, sync: values.sync, ...counts, lost: lost.length, seconds: Math.round((Date.now() - began) / 1000) }),
);
for (const loss of lost.slice(0, 20)) console.log(loss);
if (lost.length > 0) process.exitCode = 1;
