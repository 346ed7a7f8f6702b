/** Where this machine keeps Chromium. */
import { existsSync } from 'node:fs';

const programs = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Path of the browser, or undefined if there is none. */
export function chromium(): string | undefined {
  return programs.find((program) => existsSync(program));
}
