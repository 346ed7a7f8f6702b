/** Generators of clients that read the OpenAPI document: each makes one, which must compile. What cannot be had is named. */
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { messageOf } from '../../shared/errors.ts';
import type { Asking } from './questions.ts';
import { install, installPython, runProgram } from './tools.ts';

/** The Maven artifact of openapi-generator. */
const generatorVersion = '7.25.0';
const artifact = 'org.openapitools:openapi-generator-cli';

/** Makes a client in a folder from `openapi.json` in it, and compiles it. Throws what went wrong. */
type Generator = (folder: string) => Promise<void>;

/** The document, as the generators find it from their folders. */
const document = '../openapi.json';

const generators: Readonly<Record<string, Generator>> = {
  'openapi-typescript 7.13.0': async (folder) => {
    await npm(folder, 'openapi-typescript@7.13.0', 'openapi-fetch@0.17.0', 'typescript@5.9.3');
    await install(folder, 'npx', 'openapi-typescript', document, '-o', 'api.d.ts');
    // The answer of the chat is typed, not unknown.
    const use = [
      "import createClient from 'openapi-fetch';",
      "import type { paths } from './api.d.ts';",
      "const client = createClient<paths>({ baseUrl: '' });",
      'export async function ask(): Promise<string | undefined> {',
      "  const { data } = await client.POST('/v1/chat/completions', { body: { model: 'm', messages: [{ role: 'user', content: 'x' }] } });",
      '  return data?.choices[0]?.message.content;',
      '}',
    ];
    writeFileSync(join(folder, 'use.ts'), use.join('\n'));
    await compileTypeScript(folder, 'use.ts');
  },
  '@hey-api/openapi-ts 0.99.0': async (folder) => {
    await npm(folder, '@hey-api/openapi-ts@0.99.0', 'typescript@5.9.3');
    await install(folder, 'npx', 'openapi-ts', '-i', document, '-o', 'out', '-c', '@hey-api/client-fetch');
    await compileTypeScript(folder, 'out/index.ts');
  },
  'openapi-python-client 0.29.1': async (folder) => {
    if (!existsSync(join(folder, 'venv'))) await installPython(folder, 'openapi-python-client==0.29.1');
    await install(
      folder,
      'venv/bin/openapi-python-client',
      'generate',
      '--path',
      document,
      '--output-path',
      'out',
      '--meta',
      'none',
      '--overwrite',
    );
    const used = 'import out, out.models, out.api.open_ai.create_chat_completion, out.api.consultations.ask_circle';
    await install(folder, 'venv/bin/python', '-c', used);
  },
  'oapi-codegen 2.8.2': async (folder) => {
    if (!existsSync(join(folder, 'go.mod'))) await install(folder, 'go', 'mod', 'init', 'circle.test/client');
    const tool = 'github.com/oapi-codegen/oapi-codegen/v2/cmd/oapi-codegen@v2.8.2';
    // It drops the schemas that only webhooks use, and then misses them.
    writeFileSync(
      join(folder, 'config.yaml'),
      'package: client\ngenerate: { models: true, client: true }\noutput: client.go\noutput-options: { skip-prune: true }\n',
    );
    await install(folder, 'go', 'run', tool, '-config', 'config.yaml', document);
    await install(folder, 'go', 'mod', 'tidy');
    await install(folder, 'go', 'vet', '.');
  },
  [`openapi-generator ${generatorVersion}, go`]: async (folder) => {
    // Two lists of words may share one: the option is the generator's own answer to that.
    await openapiGenerator(folder, 'go', '--additional-properties=enumClassPrefix=true');
    await install(join(folder, 'out'), 'go', 'mod', 'tidy');
    await install(join(folder, 'out'), 'go', 'build', '.');
  },
  [`openapi-generator ${generatorVersion}, java`]: async (folder) => {
    await openapiGenerator(folder, 'java');
    await install(join(folder, 'out'), 'mvn', '--quiet', 'compile');
  },
  [`openapi-generator ${generatorVersion}, rust`]: async (folder) => {
    await openapiGenerator(folder, 'rust');
    await install(join(folder, 'out'), 'cargo', 'check', '--quiet');
  },
  [`openapi-generator ${generatorVersion}, python`]: async (folder) => {
    await openapiGenerator(folder, 'python');
    await install(join(folder, 'out'), 'python3', '-m', 'compileall', '-q', 'openapi_client');
  },
  [`openapi-generator ${generatorVersion}, typescript-fetch`]: async (folder) => {
    await openapiGenerator(folder, 'typescript-fetch');
    await npm(folder, 'typescript@5.9.3');
    await compileTypeScript(folder, 'out/index.ts');
  },
  'progenitor 0.15.1': async () => {
    throw new Error('it reads OpenAPI 3.0 only, and the document is of 3.1');
  },
};

/** Tries each, prints a line for it, and asks one question through the client of openapi-python-client. */
export async function tryGenerators(folder: string, asking: Asking): Promise<void> {
  const place = join(folder, 'generators');
  mkdirSync(place, { recursive: true });
  const answer = await fetch(`${asking.url}/v1/openapi.json`);
  writeFileSync(join(place, 'openapi.json'), await answer.text());
  for (const [name, generate] of Object.entries(generators)) {
    const own = join(place, name.replaceAll(/[^\w.-]+/g, '-'));
    mkdirSync(own, { recursive: true });
    rmSync(join(own, 'out'), { recursive: true, force: true });
    let said = 'generates and compiles';
    try {
      await generate(own);
      if (name.startsWith('openapi-python-client')) said += await askThroughPython(own, asking);
    } catch (error) {
      said = `fails: ${messageOf(error)}`;
    }
    console.log(`${name}: ${said}`);
  }
}

async function askThroughPython(folder: string, { url, key }: Asking): Promise<string> {
  const program = [
    'from out import AuthenticatedClient',
    'from out.api.consultations import ask_circle',
    'from out.models import ConsultationRequest',
    `client = AuthenticatedClient(base_url="${url}", token="${key}")`,
    'body = ConsultationRequest(question="What is the capital of France?")',
    'answer = ask_circle.sync(client=client, body=body, prefer="wait=20")',
    'print(answer.verdict.answer)',
  ];
  const { code, stdout, output } = await runProgram([join(folder, 'venv/bin/python'), '-c', program.join('\n')], [], folder);
  if (code !== 0) throw new Error(`its client cannot ask: ${output.trim().split('\n').at(-1)}`);
  return `, and is answered ${stdout.trim()}`;
}

async function npm(folder: string, ...packages: readonly string[]): Promise<void> {
  if (!existsSync(join(folder, 'package.json'))) writeFileSync(join(folder, 'package.json'), '{"private":true,"type":"module"}');
  await install(folder, 'npm', 'install', '--silent', '--no-audit', '--no-fund', ...packages);
}

async function compileTypeScript(folder: string, file: string): Promise<void> {
  const options = ['--noEmit', '--strict', '--skipLibCheck', '--target', 'es2022', '--module', 'esnext', '--moduleResolution', 'bundler'];
  await install(folder, 'npx', 'tsc', ...options, '--allowImportingTsExtensions', '--lib', 'es2022,dom,dom.iterable', file);
}

async function openapiGenerator(folder: string, generator: string, ...more: readonly string[]): Promise<void> {
  await install(folder, 'mvn', '--quiet', 'dependency:get', `-Dartifact=${artifact}:${generatorVersion}`);
  const jar = `.m2/repository/org/openapitools/openapi-generator-cli/${generatorVersion}/openapi-generator-cli-${generatorVersion}.jar`;
  await install(
    folder,
    'java',
    '-jar',
    join(homedir(), jar),
    'generate',
    '-i',
    document,
    '-g',
    generator,
    '-o',
    'out',
    '--skip-validate-spec',
    ...more,
  );
}
