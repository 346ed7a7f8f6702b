/** Generators of clients that read the OpenAPI document: each makes one, which must compile and ask a question. What cannot be had is named. */
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { messageOf } from '../../shared/errors.ts';
import { withOneAnswerEach } from './one-answer.ts';
import type { Asking } from './questions.ts';
import { reasonIn } from './reason.ts';
import { tableOf } from './table.ts';
import { install, installPython, programs, runProgram } from './tools.ts';

/** A generator with its version, and the language of what it makes. */
export interface Generator {
  readonly name: string;
  /** Makes a client in an empty folder from `../openapi.json`, and compiles it with a program that asks through it. Throws what went wrong. */
  make(folder: string): Promise<void>;
  /** The program, and where it runs. */
  readonly asks: { readonly command: readonly string[]; readonly in?: string };
}

/** The Maven artifact of openapi-generator. */
const generatorVersion = '7.25.0';
const artifact = 'org.openapitools:openapi-generator-cli';

/** The document, as the generators find it from their folders, and its older form. */
const document = '../openapi.json';
const olderDocument = '../openapi-3.0.json';

export const generators: readonly Generator[] = [
  {
    name: 'openapi-typescript 7.13.0',
    async make(folder) {
      await npm(folder, 'openapi-typescript@7.13.0', 'openapi-fetch@0.17.0');
      await install(folder, 'npx', 'openapi-typescript', document, '-o', 'api.d.ts');
      copyProgram('ask-openapi-typescript.ts', join(folder, 'ask.ts'));
      await install(folder, 'npx', 'tsc', '--noEmit', ...strict, '--module', 'esnext', '--moduleResolution', 'bundler', 'ask.ts');
    },
    asks: { command: [process.execPath, 'ask.ts'] },
  },
  {
    name: '@hey-api/openapi-ts 0.99.0',
    async make(folder) {
      await npm(folder, '@hey-api/openapi-ts@0.99.0');
      await install(folder, 'npx', 'openapi-ts', '-i', document, '-o', 'out', '-c', '@hey-api/client-fetch');
      await compileTypeScript(folder, 'ask-hey-api.ts');
    },
    asks: { command: [process.execPath, 'js/ask.js'] },
  },
  {
    name: 'openapi-python-client 0.29.1',
    async make(folder) {
      await installPython(folder, 'openapi-python-client==0.29.1');
      const options = ['--path', document, '--output-path', 'out', '--meta', 'none', '--overwrite'];
      await install(folder, 'venv/bin/openapi-python-client', 'generate', ...options);
      await install(folder, 'venv/bin/python', '-m', 'compileall', '-q', 'out');
      copyProgram('ask_openapi_python_client.py', join(folder, 'ask.py'));
    },
    asks: { command: ['venv/bin/python', 'ask.py'] },
  },
  {
    name: 'oapi-codegen 2.8.2',
    async make(folder) {
      await install(folder, 'go', 'mod', 'init', 'circle.test/client');
      const tool = 'github.com/oapi-codegen/oapi-codegen/v2/cmd/oapi-codegen@v2.8.2';
      // It drops the schemas that only webhooks use, and then misses them.
      writeFileSync(
        join(folder, 'config.yaml'),
        'package: client\ngenerate: { models: true, client: true }\noutput: client.go\noutput-options: { skip-prune: true }\n',
      );
      await install(folder, 'go', 'run', tool, '-config', 'config.yaml', document);
      await compileGo(folder, 'ask-oapi-codegen.go');
    },
    asks: { command: ['./ask/ask'] },
  },
  ofOpenapiGenerator('go', {
    // Two lists of words may share one: the option is the generator's own answer to that.
    options: ['--additional-properties=enumClassPrefix=true'],
    compile: (folder) => compileGo(join(folder, 'out'), 'ask-openapi-generator.go'),
    asks: { command: ['./ask/ask'], in: 'out' },
  }),
  ofOpenapiGenerator('java', {
    async compile(folder) {
      copyProgram('AskGenerated.java', join(folder, 'out/src/main/java/AskGenerated.java'));
      const goals = ['compile', 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies'];
      await install(join(folder, 'out'), 'mvn', '--quiet', '--batch-mode', ...goals);
    },
    asks: { command: ['java', '-cp', 'target/classes:target/dependency/*', 'AskGenerated'], in: 'out' },
  }),
  ofOpenapiGenerator('rust', {
    options: ['--additional-properties=supportAsync=false'],
    async compile(folder) {
      copyProgram('ask-generated.rs', join(folder, 'out/examples/ask.rs'));
      // Nothing is asked over TLS here, for which it would need a library of the system.
      await install(join(folder, 'out'), 'cargo', 'build', '--quiet', '--no-default-features', '--example', 'ask');
    },
    asks: { command: ['./target/debug/examples/ask'], in: 'out' },
  }),
  ofOpenapiGenerator('python', {
    // Nobody imports what it makes of webhooks, which is no Python: its parameters have no types.
    ignored: 'openapi_client/api/webhooks_api.py',
    async compile(folder) {
      await installPython(folder, './out');
      await install(folder, 'venv/bin/python', '-m', 'compileall', '-q', 'out/openapi_client');
      copyProgram('ask_openapi_generator.py', join(folder, 'ask.py'));
    },
    asks: { command: ['venv/bin/python', 'ask.py'] },
  }),
  ofOpenapiGenerator('typescript-fetch', {
    async compile(folder) {
      await npm(folder);
      await compileTypeScript(folder, 'ask-typescript-fetch.ts');
    },
    asks: { command: [process.execPath, 'js/ask.js'] },
  }),
  {
    name: 'progenitor 0.15.1',
    async make(folder) {
      const tools = join(folder, '../cargo');
      await install(folder, 'cargo', 'install', '--quiet', '--debug', '--locked', '--root', tools, 'cargo-progenitor@0.15.1');
      const [reduced, crate] = [join(folder, 'openapi.json'), join(folder, 'out')];
      writeFileSync(reduced, JSON.stringify(withOneAnswerEach(readFileSync(join(folder, olderDocument), 'utf8'))));
      const how = ['-i', reduced, '-o', crate, '-n', 'circle-generated', '-v', '0.1.0'];
      await install(folder, join(tools, 'bin/cargo-progenitor'), 'progenitor', ...how);
      await install(crate, 'cargo', 'add', '--quiet', '--dev', 'tokio@1', '--features', 'macros,rt-multi-thread');
      copyProgram('ask-progenitor.rs', join(crate, 'examples/ask.rs'));
      await install(crate, 'cargo', 'build', '--quiet', '--example', 'ask');
    },
    asks: { command: ['./target/debug/examples/ask'], in: 'out' },
  },
];

interface Target extends Pick<Generator, 'asks'> {
  readonly options?: readonly string[];
  /** A file that is not to be written. */
  readonly ignored?: string;
  compile(folder: string): Promise<void>;
}

function ofOpenapiGenerator(language: string, { options = [], ignored = '', compile, asks }: Target): Generator {
  return {
    name: `openapi-generator ${generatorVersion} (${language})`,
    async make(folder) {
      await install(folder, 'mvn', '--quiet', '--batch-mode', 'dependency:get', `-Dartifact=${artifact}:${generatorVersion}`);
      const jar = `.m2/repository/org/openapitools/openapi-generator-cli/${generatorVersion}/openapi-generator-cli-${generatorVersion}.jar`;
      mkdirSync(join(folder, 'out'));
      writeFileSync(join(folder, 'out/.openapi-generator-ignore'), ignored);
      const how = ['-i', document, '-g', language, '-o', 'out', '--skip-validate-spec'];
      await install(folder, 'java', '-jar', join(homedir(), jar), 'generate', ...how, ...options);
      await compile(folder);
    },
    asks,
  };
}

/** The head of the table. */
export const generatorColumns = ['generator', 'generates and compiles', 'is answered'];

/** Tries each, and prints the table of what came of it. */
export async function tryGenerators(folder: string, { url, key }: Asking, only: readonly string[] | undefined): Promise<void> {
  const place = join(folder, 'generators');
  mkdirSync(place, { recursive: true });
  for (const [name, query] of [['openapi.json', ''] as const, ['openapi-3.0.json', '?version=3.0'] as const]) {
    const answer = await fetch(`${url}/v1/openapi.json${query}`);
    writeFileSync(join(place, name), await answer.text());
  }
  const rows: string[][] = [];
  for (const generator of generators.filter(({ name }) => only?.includes(name) ?? true)) {
    const own = join(place, generator.name.replaceAll(/[^\w.-]+/g, '-'));
    // What an earlier document has left must not be compiled again.
    rmSync(own, { recursive: true, force: true });
    mkdirSync(own);
    rows.push([generator.name, ...(await cellsOf(generator, own, [url, key]))]);
    console.error(rows.at(-1)?.join(' | '));
  }
  console.log(tableOf([generatorColumns, ...rows]));
}

async function cellsOf({ make, asks }: Generator, folder: string, argv: readonly string[]): Promise<readonly string[]> {
  try {
    await make(folder);
  } catch (error) {
    return [`✗: ${messageOf(error)}`, '–'];
  }
  const { code, stdout, output } = await runProgram(asks.command, argv, join(folder, asks.in ?? '.'));
  const said = stdout.trim().split('\n').at(-1) ?? '';
  return ['✓', code === 0 ? said : `✗: ${reasonIn(output)}`];
}

/** Programs whose types are checked as strictly as tools can. */
const strict = ['--strict', '--skipLibCheck', '--target', 'es2022', '--lib', 'es2022,dom,dom.iterable'];

function copyProgram(name: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true });
  copyFileSync(join(programs, 'generated', `${name}.txt`), to);
}

async function npm(folder: string, ...packages: readonly string[]): Promise<void> {
  writeFileSync(join(folder, 'package.json'), '{"private":true,"type":"module"}');
  const own = ['typescript@5.9.3', '@types/node@24.9.1'];
  await install(folder, 'npm', 'install', '--silent', '--no-audit', '--no-fund', ...packages, ...own);
}

/** To CommonJS: generated files import one another without endings. */
async function compileTypeScript(folder: string, program: string): Promise<void> {
  copyProgram(program, join(folder, 'ask.ts'));
  const options = ['--outDir', 'js', '--module', 'commonjs', '--moduleResolution', 'node10'];
  await install(folder, 'npx', 'tsc', ...strict, ...options, 'ask.ts');
  writeFileSync(join(folder, 'js/package.json'), '{"type":"commonjs"}');
}

async function compileGo(folder: string, program: string): Promise<void> {
  copyProgram(program, join(folder, 'ask/main.go'));
  await install(folder, 'go', 'mod', 'tidy');
  await install(folder, 'go', 'vet', '.', './ask');
  await install(folder, 'go', 'build', '-o', 'ask/ask', './ask');
}
