/** One operation of the API as an article of the page. */
import type { ApiResponse, Content, JsonSchema, Operation, Parameter } from './document.ts';
import { fieldTable, resolved, typeOf } from './fields.ts';
import { html, type Markup, paragraphs, prose } from './markup.ts';
import { clientSnippets, curl } from './snippets.ts';

/** An operation with where it is. */
export interface Placed {
  readonly method: string;
  readonly path: string;
  readonly operation: Operation;
}

/** The anchor of an operation. */
export function anchorOf({ operation, method, path }: Placed): string {
  return operation.operationId ?? `${method}${path.replaceAll(/\W+/g, '-')}`;
}

/** The method as a mark; its colour says the same as its word. */
export function methodMark(method: string): Markup {
  return html`<span class="method ${method}">${method.toUpperCase()}</span>`;
}

/** Everything there is to say of an operation. */
export function operationArticle(placed: Placed, components: Readonly<Record<string, JsonSchema>>): Markup {
  const { method, path, operation } = placed;
  const anchor = anchorOf(placed);
  const snippet = clientSnippets[anchor];
  return html`<article id="${anchor}" aria-labelledby="${anchor}-title">
<h3 id="${anchor}-title"><a class="anchor" href="#${anchor}">${operation.summary ?? path}</a></h3>
<p class="route">${methodMark(method)} <code>${path}</code>${operation.security?.length === 0 ? html` <small>no key needed</small>` : undefined}</p>
${paragraphs(operation.description)}
${parameterTable(operation.parameters ?? [], operation.summary ?? path)}
${operation.requestBody ? requestBody(operation.requestBody.content, components) : undefined}
<h4>Call</h4>
${figure('curl', curl(method, path, operation))}
${snippet === undefined ? undefined : figure('circle-client', snippet)}
<h4>Answers</h4>
<dl class="answers">${Object.entries(operation.responses).map(([status, response]) => answer(status, response))}</dl>
</article>
`;
}

function parameterTable(parameters: readonly Parameter[], summary: string): Markup | undefined {
  if (parameters.length === 0) return undefined;
  const schema = {
    properties: Object.fromEntries(
      parameters.map(({ name, in: place, description, schema: type }) => {
        const where = place === 'query' ? '' : ` (${place})`;
        return [`${name}${where}`, { ...type, ...(description === undefined ? {} : { description }) }];
      }),
    ),
    required: parameters
      .filter(({ required }) => required)
      .map(({ name, in: place }) => `${name}${place === 'query' ? '' : ` (${place})`}`),
  };
  return html`<h4>Parameters</h4>${fieldTable(schema, `Parameters: ${summary}`)}`;
}

/** With its fields in place: a reader who writes a request needs them here. */
function requestBody(content: Content, components: Readonly<Record<string, JsonSchema>>): Markup {
  return html`<h4>Body</h4>${Object.entries(content).map(
    ([media, { schema, example }]) => html`<p><code>${media}</code>${schema ? html`: ${typeOf(schema)}` : undefined}</p>
${schema ? fieldTable(resolved(schema, components), `Fields of the body, ${media}`) : undefined}
${example === undefined ? undefined : figure('Example', textOf(example, media))}`,
  )}`;
}

function answerBodies(content: Content): Markup {
  return html`${Object.entries(content).map(
    ([
      media,
      { schema, example },
    ]) => html`<p><code>${media}</code>${schema ? html`: ${schema.properties ? fieldTable(schema, `Fields of ${media}`) : typeOf(schema)}` : undefined}</p>
${example === undefined ? undefined : html`<details><summary>Example</summary>${code('Example', textOf(example, media))}</details>`}`,
  )}`;
}

function answer(status: string, { description, headers = {}, content = {} }: ApiResponse): Markup {
  const named = Object.entries(headers);
  return html`<div><dt><span class="status s${status.slice(0, 1)}">${status}</span> ${prose(description)}</dt><dd>
${named.length === 0 ? undefined : html`<ul>${named.map(([name, header]) => html`<li><code>${name}</code>: ${prose(header.description ?? '')}</li>`)}</ul>`}
${answerBodies(content)}</dd></div>
`;
}

function textOf(example: unknown, media: string): string {
  // One event, as it goes over the wire.
  if (media === 'text/event-stream')
    return Object.entries(Object(example))
      .map(([field, value]) => `${field}: ${String(value)}`)
      .join('\n');
  return typeof example === 'string' ? example.trimEnd() : JSON.stringify(example, undefined, 2);
}

function figure(caption: string, text: string): Markup {
  return html`<figure><figcaption>${caption}</figcaption>${code(caption, text)}</figure>`;
}

/** Can be reached and scrolled by the keyboard. */
function code(caption: string, text: string): Markup {
  return html`<pre tabindex="0" role="group" aria-label="${caption}"><code>${text}</code></pre>`;
}
