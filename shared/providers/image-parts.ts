/** Images as the AI SDK takes them. */
import type { LanguageModelV4, LanguageModelV4FilePart } from '@ai-sdk/provider';
import { type Image, imageBytes } from '../contract/context.ts';
import { factsOf } from '../contract/provider-kinds.ts';
import { ExpertFailure } from '../errors.ts';
import type { ModelRequest } from '../ports/model.ts';

/**
 * The images of a request. An address is passed on to a provider that fetches it by itself; nothing here does, so for any other one it
 * is an `ExpertFailure`.
 */
export async function imageParts({ images = [], seat }: ModelRequest, model: LanguageModelV4): Promise<LanguageModelV4FilePart[]> {
  if (images.length === 0) return [];
  const known = (await model.supportedUrls)['image/*'] ?? [];
  return images.map((image) => {
    const inline = /^data:(image\/\w+);base64,(.+)$/s.exec(image.url);
    if (inline) requireTaken(image.url, seat);
    if (inline) return { ...part(image), mediaType: inline[1] ?? 'image', data: { type: 'data', data: inline[2] ?? '' } };
    if (known.some((pattern) => pattern.test(image.url))) {
      return { ...part(image), mediaType: 'image', data: { type: 'url', url: new URL(image.url) } };
    }
    throw new ExpertFailure('images-not-taken', `${seat.preset} takes images as data URLs only, not by address`);
  });
}

/** What an API would refuse is told before it is sent, with what it may be. */
function requireTaken(url: string, { preset, provider }: ModelRequest['seat']): void {
  const { imageMaxBytes = Number.POSITIVE_INFINITY } = factsOf(provider);
  const bytes = imageBytes(url);
  if (bytes <= imageMaxBytes) return;
  throw new ExpertFailure('images-not-taken', `${preset} takes images of at most ${imageMaxBytes} bytes, and one has ${bytes}`);
}

function part({ detail }: Image): Pick<LanguageModelV4FilePart, 'type' | 'providerOptions'> {
  return { type: 'file', ...(detail !== undefined && { providerOptions: { openai: { imageDetail: detail } } }) };
}
