/** The prices of `infra/aws-prices.yaml`. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import * as z from 'zod';

const usd = z.number().min(0);
const perUnit = {
  stepFunctionsTransition: usd,
  lambdaRequest: usd,
  lambdaGbSecondArm: usd,
  dynamoWriteUnit: usd,
  dynamoReadUnit: usd,
  sqsRequest: usd,
  s3Put: usd,
  s3Get: usd,
  apiGatewayRequest: usd,
  eventBridgeEvent: usd,
  schedulerInvocation: usd,
  secretsManagerCall: usd,
  xrayTrace: usd,
  logsGb: usd,
};
const perMonth = { secret: usd, key: usd, alarm: usd, webAcl: usd, webAclRule: usd, dashboard: usd };
const file = z.strictObject({
  asOf: z.iso.date(),
  region: z.string(),
  source: z.string(),
  dashboardFreeMetrics: z.int(),
  ...perUnit,
  ...perMonth,
});

export type Prices = z.infer<typeof file>;
/** What has a price, by the name that the file gives it. */
export type Priced = keyof typeof perUnit | keyof typeof perMonth;

/** One line of a bill. */
export interface BillLine {
  readonly what: string;
  readonly priced: Priced;
  readonly amount: number;
}

/** Reads the file. Throws where a price is missing. */
export function readPrices(): Prices {
  return file.parse(parse(readFileSync(join(import.meta.dirname, '../../infra/aws-prices.yaml'), 'utf8')));
}

/** US dollars of some lines. */
export function sumOf(lines: readonly BillLine[], prices: Prices): number {
  return lines.reduce((sum, { priced, amount }) => sum + prices[priced] * amount, 0);
}
