/** Whether a provider has read all that it was sent: a server with a short context cuts the rest off and says nothing. */

/** Characters that no token is longer than on average, in any language or code; those of a run of white space count as one. */
const charactersPerToken = 8;
/** Characters below which other things than the prompt weigh too much. */
const leastCharacters = 8000;

/** What is to be said of an expert that reports to have read far less than it was sent; undefined where nothing speaks for that. */
export function partlyRead(sent: string, inputTokens: number | null): string | undefined {
  const characters = sent.replaceAll(/\s+/g, ' ').length;
  if (inputTokens === null || characters < leastCharacters || inputTokens >= characters / charactersPerToken) return undefined;
  const about = Math.round(characters / 4000) * 1000;
  return `reports ${inputTokens.toLocaleString('en')} tokens read, of a prompt that has some ${about.toLocaleString('en')}: the server may have cut it off`;
}
