/** How bad a finding is. */
import * as z from 'zod';

/** From the worst. */
export const severities = ['critical', 'high', 'medium', 'low', 'info'] as const;
export const severity = z.enum(severities);
export type Severity = z.infer<typeof severity>;
