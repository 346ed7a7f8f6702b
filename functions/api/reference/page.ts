/** The reference as one page without a script: everything is in the HTML, so that a strict policy, a reader and a print get it whole. */
import { createHash } from 'node:crypto';
import type { ApiDocument } from './document.ts';
import { fieldTable } from './fields.ts';
import { html, type Markup, paragraphs, prose } from './markup.ts';
import { anchorOf, methodMark, operationArticle, type Placed } from './operations.ts';
import { style } from './style.ts';

/** A page, and what its content security policy must allow. */
export interface Page {
  readonly html: string;
  /** Source expression of the one style. */
  readonly styleHash: string;
}

/** Operations whose tag the document does not describe are in a part of their own, at the end. */
const others = 'Other';

/** Renders the document. */
export function renderPage(document: ApiDocument): Page {
  const parts = partsOf(document);
  const schemas = Object.entries(document.components.schemas);
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${document.info.title}: API reference</title>
<style>${style}</style>
</head>
<body>
<a class="skip" href="#main">Skip to the reference</a>
<header>
<h1>${document.info.title} <small>API, version ${document.info.version}</small></h1>
${paragraphs(document.info.description)}
<p>For programs: <a href="v1/openapi.json">OpenAPI document</a></p>
</header>
<div class="columns">
<nav aria-label="Contents">
${parts.map(({ name, operations }) => html`<h2>${name}</h2><ul>${operations.map(operationLink)}</ul>`)}
<details><summary>Schemas</summary><ul>${schemas.map(([name]) => html`<li><a href="#schema-${name}">${name}</a></li>`)}</ul></details>
</nav>
<main id="main" tabindex="-1">
${parts.map(
  ({
    name,
    description,
    operations,
  }) => html`<section aria-labelledby="${slug(name)}"><h2 id="${slug(name)}">${name}</h2><p>${prose(description)}</p>
${operations.map((placed) => operationArticle(placed, document.components.schemas))}</section>`,
)}
<section aria-labelledby="schemas"><h2 id="schemas">Schemas</h2>
${schemas.map(
  ([name, schema]) => html`<article id="schema-${name}" aria-labelledby="schema-${name}-title">
<h3 id="schema-${name}-title"><a class="anchor" href="#schema-${name}">${name}</a></h3>
${paragraphs(schema.description)}${fieldTable(schema, `Fields of ${name}`)}</article>
`,
)}</section>
</main>
</div>
</body>
</html>
`;
  return { html: page.html, styleHash: `sha256-${createHash('sha256').update(html`${style}`.html).digest('base64')}` };
}

function operationLink(placed: Placed): Markup {
  return html`<li><a href="#${anchorOf(placed)}">${methodMark(placed.method)} ${placed.operation.summary ?? placed.path}</a></li>`;
}

interface Part {
  readonly name: string;
  readonly description: string;
  readonly operations: readonly Placed[];
}

function partsOf({ paths, tags }: ApiDocument): Part[] {
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]): Placed => ({ method, path, operation })),
  );
  const known = new Set(tags.map(({ name }) => name));
  const tagOf = ({ operation }: Placed) => operation.tags?.find((tag) => known.has(tag)) ?? others;
  return [...tags, { name: others, description: '' }]
    .map(({ name, description }) => ({ name, description, operations: operations.filter((placed) => tagOf(placed) === name) }))
    .filter((part) => part.operations.length > 0);
}

function slug(name: string): string {
  return name.toLowerCase().replaceAll(/\W+/g, '-');
}
