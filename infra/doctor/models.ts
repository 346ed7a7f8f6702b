/** Models of Bedrock that a circle seats, and whether this account may call them. */
import { BedrockClient, GetFoundationModelAvailabilityCommand } from '@aws-sdk/client-bedrock';
import type { BedrockSeat } from '../cloud/seats.ts';
import type { ClientConfig } from './account.ts';
import { type Check, fine, lack, type Verdict } from './finding.ts';

/** A check for each model and region; an expert without a region is asked in that of the stage. */
export function modelChecks(seats: readonly BedrockSeat[], region: string, config: ClientConfig): readonly Check[] {
  const places = new Map(
    seats.map((seat) => [`${seat.model} ${seat.region ?? region}`, { model: seat.model, region: seat.region ?? region }]),
  );
  return [...places.values()].map((place) => ({
    name: `model ${place.model}`,
    run: async () => [await judge(place.model, place.region, config)],
  }));
}

async function judge(model: string, region: string, config: ClientConfig): Promise<Verdict> {
  const client = new BedrockClient({ ...config, region });
  const answer = await client.send(new GetFoundationModelAvailabilityCommand({ modelId: foundationOf(model) }));
  const where = `Bedrock's ${model} in ${region}`;
  if (answer.regionAvailability !== 'AVAILABLE')
    return lack(`${where}: the region does not have it.`, 'Give the expert a region that has it, or seat another one.');
  if (answer.agreementAvailability?.status !== 'AVAILABLE') {
    return lack(
      `${where}: nobody has accepted the agreement of its vendor, and the worker's role may not subscribe (aws-marketplace:Subscribe).`,
      'Open the model once in the Bedrock console as somebody with aws-marketplace:Subscribe; models of Anthropic also want a form about their use.',
    );
  }
  if (answer.authorizationStatus !== 'AUTHORIZED' || answer.entitlementAvailability !== 'AVAILABLE') {
    return lack(
      `${where}: the account has no access to it.`,
      'Ask for access in the Bedrock console, or look at the policies of the organisation.',
    );
  }
  return fine(`${where} can be called.`);
}

/** An inference profile is named after its model, below the geography that it spans, such as `us.` or `global.`; an ARN ends with either. */
function foundationOf(model: string): string {
  const id = model.split('/').at(-1) ?? model;
  return id.replace(/^(?:us|us-gov|eu|apac|jp|au|ca|global)\./, '');
}
