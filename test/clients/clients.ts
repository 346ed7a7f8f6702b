/** The clients, each with the version that the table of `docs/clients.md` was made with. */
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { copyPrograms, install, installPython } from './tools.ts';

/** A client of other people. */
export interface Client {
  readonly name: string;
  readonly version: string;
  /** Installs it into a folder, if it is not there yet. Throws why it cannot be had. */
  install(folder: string): Promise<void>;
  /** The program that asks through it. */
  command(folder: string): readonly string[];
  /** Whether `loadProgram` can load it. */
  readonly isPython?: boolean;
}

/** A client as the tables name it. */
export function labelOf({ name, version }: Pick<Client, 'name' | 'version'>): string {
  return `${name} ${version}`;
}

export const clients: readonly Client[] = [
  ...[
    ['openai (Python)', 'openai', '3.57.0', 'use_openai'],
    ['litellm', 'litellm', '1.110.2', 'use_litellm'],
    ['langchain-openai', 'langchain-openai', '1.7.4', 'use_langchain'],
    ['llama-index OpenAILike', 'llama-index-llms-openai-like', '0.8.1', 'use_llama_index'],
    ['haystack-ai', 'haystack-ai', '3.4.1', 'use_haystack'],
    ['instructor', 'instructor', '1.17.0', 'use_instructor'],
    ['pydantic-ai', 'pydantic-ai-slim[openai]', '2.31.1', 'use_pydantic_ai'],
    ['dspy', 'dspy', '3.4.1', 'use_dspy'],
    ['openai-agents', 'openai-agents', '0.24.0', 'use_openai_agents'],
  ].map(([name = '', packageName = '', version = '', program = '']) => ofPython(name, packageName, version, program)),
  ofNode('openai (Node)', ['openai@7.59.0'], 'use-openai'),
  ofNode('@ai-sdk/openai-compatible', ['@ai-sdk/openai-compatible@3.0.92', 'ai@7.0.173'], 'use-ai-sdk-compatible'),
  ofNode('@ai-sdk/openai (chat)', ['@ai-sdk/openai@4.0.118', 'ai@7.0.173'], 'use-ai-sdk-openai'),
  ofNode('@langchain/openai', ['@langchain/openai@1.6.0', '@langchain/core@1.4.0'], 'use-langchain'),
  ofNode('@llamaindex/openai', ['@llamaindex/openai@0.4.23', 'llamaindex@0.12.1'], 'use-llamaindex'),
  ofNode('fetch of Node', [], 'use-fetch'),
  ofGo(),
  ofMaven(),
  ofCommandLine('aider', 'aider-chat', '0.86.2'),
  ofCommandLine('llm', 'llm', '0.36'),
  ofCommandLine('gptme', 'gptme', '0.35.1'),
];

function ofPython(name: string, packageName: string, version: string, program: string): Client {
  return {
    name,
    version,
    isPython: true,
    async install(folder) {
      copyPrograms(folder, '.py');
      if (existsSync(join(folder, 'installed'))) return;
      await installPython(folder, `${packageName}==${version}`);
      writeFileSync(join(folder, 'installed'), version);
    },
    command: (folder) => [join(folder, 'venv/bin/python'), `${program}.py`],
  };
}

/** A tool that people call by its name: each question is a run of it. */
function ofCommandLine(name: string, packageName: string, version: string): Client {
  const { isPython: _, ...tool } = ofPython(name, packageName, version, `use_${name}`);
  return tool;
}

function ofNode(name: string, packages: readonly string[], program: string): Client {
  return {
    name,
    version: packages[0]?.split('@').at(-1) ?? process.versions.node,
    async install(folder) {
      copyPrograms(folder, '.mjs');
      if (existsSync(join(folder, 'installed'))) return;
      writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, type: 'module' }));
      if (packages.length > 0) await install(folder, 'npm', 'install', '--silent', '--no-audit', '--no-fund', ...packages);
      writeFileSync(join(folder, 'installed'), packages.join(' '));
    },
    command: () => [process.execPath, `${program}.mjs`],
  };
}

function ofGo(): Client {
  const version = '3.99.0';
  return {
    name: 'openai-go',
    version,
    async install(folder) {
      copyPrograms(folder, '.go');
      if (existsSync(join(folder, 'ask'))) return;
      if (!existsSync(join(folder, 'go.mod'))) await install(folder, 'go', 'mod', 'init', 'circle.test/ask');
      await install(folder, 'go', 'get', `github.com/openai/openai-go/v3@v${version}`);
      await install(folder, 'go', 'build', '-o', 'ask', '.');
    },
    command: (folder) => [join(folder, 'ask')],
  };
}

/** Java 17 and Maven may be absent: the table then says so in the client's place. */
function ofMaven(): Client {
  const version = '1.19.0';
  return {
    name: 'langchain4j-open-ai',
    version,
    async install(folder) {
      for (const ending of ['.java', '.xml']) copyPrograms(folder, ending);
      if (existsSync(join(folder, 'target/dependency'))) return;
      const goals = ['package', 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies'];
      await install(folder, 'mvn', '--quiet', '--batch-mode', `-Dclient.version=${version}`, ...goals);
    },
    command: () => ['java', '-cp', 'target/classes:target/dependency/*', 'Ask'],
  };
}
