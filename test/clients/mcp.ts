/** Clients of MCP: each calls the tool that asks a circle, over HTTP in every way and over standard input and output once. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf } from '../../shared/errors.ts';
import { labelOf } from './clients.ts';
import { type Asking, countConsultations } from './questions.ts';
import { reasonIn } from './reason.ts';
import { tableOf } from './table.ts';
import { copyPrograms, type Ended, install, installPython, runProgram } from './tools.ts';

/** A client, and the packages that it is in. */
interface McpClient {
  readonly name: string;
  readonly version: string;
  readonly packages: readonly string[];
  readonly program: string;
}

const ofPython = (name: string, version: string, program: string, requirement = name): McpClient => ({
  ...{ name, version, program, packages: [`${requirement}==${version}`] },
});
const ofNode = (name: string, version: string, program: string): McpClient => ({
  ...{ name, version, program, packages: [`${name}@${version}`] },
});

export const mcpClients: readonly McpClient[] = [
  ofPython('mcp', '2.3.0', 'tool_mcp.py'),
  ofPython('fastmcp', '4.2.3', 'tool_fastmcp.py'),
  ofPython('langchain-mcp-adapters', '0.3.2', 'tool_langchain.py'),
  ofPython('mcp-use', '1.7.1', 'tool_mcp_use.py'),
  ofPython('pydantic-ai', '2.68.0', 'tool_pydantic_ai.py', 'pydantic-ai-slim[mcp]'),
  ofPython('openai-agents', '0.24.0', 'tool_openai_agents.py'),
  ofNode('@modelcontextprotocol/sdk', '1.32.2', 'tool-sdk.mjs'),
  ofNode('@modelcontextprotocol/client', '2.4.0', 'tool-client.mjs'),
  ofNode('@modelcontextprotocol/inspector', '2.12.0', 'tool-inspector.mjs'),
  ofNode('@ai-sdk/mcp', '2.0.99', 'tool-ai-sdk.mjs'),
];

/** A way to call the tool. */
interface Way {
  readonly name: string;
  readonly circle: string;
  readonly mode?: 'repeated';
  readonly transport?: 'stdio';
  readonly key?: string;
  /** What has to be said, in the answer or in the error. */
  readonly says: RegExp;
  /** Consultations that it may cost. */
  readonly costs: number;
  /** Whether progress has to be heard of before clients give up. */
  readonly tellsProgress?: boolean;
}

/** Seconds after which the most impatient of the clients gives up, by its own setting. */
const patienceSeconds = 5;

const ways: readonly Way[] = [
  { name: 'plain', circle: 'plain', says: /Paris/, costs: 1 },
  { name: 'slow', circle: 'slow', says: /Paris/, costs: 1, tellsProgress: true },
  { name: 'twice at once', circle: 'slow', mode: 'repeated', says: /Paris.*Paris/s, costs: 1 },
  { name: 'failed panel', circle: 'failed', says: /0 of 3 experts answered|no-quorum/, costs: 1 },
  { name: 'wrong key', circle: 'plain', key: 'wrong', says: /this key is not known|\b401\b|Unauthorized|auth_required/i, costs: 0 },
  { name: 'over stdio', circle: 'plain', transport: 'stdio', says: /Paris/, costs: 1 },
];

/** The head of the table. */
export const mcpColumns: readonly string[] = ['client', ...ways.map(({ name }) => name)];

/** How the server is started by a client that speaks over standard input and output. */
const server = [process.execPath, join(import.meta.dirname, '../../functions/cli/circle.ts'), 'mcp'];

/** Tries each, and prints the table of what came of it. */
export async function tryMcp(folder: string, asking: Asking, only: readonly string[] | undefined): Promise<void> {
  const rows: string[][] = [];
  for (const client of mcpClients.filter(({ name }) => only?.includes(name) ?? true)) {
    const row = [labelOf(client), ...(await cellsOf(client, join(folder, 'mcp', nameOfFolder(client)), asking))];
    console.error(row.join(' | '));
    rows.push(row);
  }
  console.log(tableOf([mcpColumns, ...rows]));
}

function nameOfFolder({ name }: McpClient): string {
  return name.replaceAll(/[^\w.-]+/g, '-');
}

async function cellsOf(client: McpClient, place: string, asking: Asking): Promise<readonly string[]> {
  try {
    await installClient(client, place);
  } catch (error) {
    return [`could not be installed: ${messageOf(error).split('\n')[0]}`];
  }
  const cells: string[] = [];
  for (const way of ways) cells.push(await call(client, place, way, asking));
  return cells;
}

async function installClient({ program, packages: [wanted = ''] }: McpClient, place: string): Promise<void> {
  mkdirSync(place, { recursive: true });
  copyPrograms(place, program.endsWith('.py') ? '.py' : '.mjs');
  if (existsSync(join(place, 'installed'))) return;
  if (program.endsWith('.py')) await installPython(place, wanted);
  else {
    writeFileSync(join(place, 'package.json'), JSON.stringify({ private: true, type: 'module' }));
    await install(place, 'npm', 'install', '--silent', '--no-audit', '--no-fund', wanted);
  }
  writeFileSync(join(place, 'installed'), wanted);
}

async function call({ name, program }: McpClient, place: string, way: Way, asking: Asking): Promise<string> {
  const runtime = program.endsWith('.py') ? join(place, 'venv/bin/python') : process.execPath;
  const { circle, mode = 'once', transport = 'http', key = asking.key } = way;
  // Unlike that of any other call, so that what it has cost can be counted.
  const mark = `${name}, ${way.name}, ${Date.now()}`;
  const ended = await runProgram([runtime, program], [transport, asking.url, key, circle, mode, mark, ...server], place);
  return cellOf(ended, way, await countConsultations(asking, mark));
}

/** ✓ where the right thing was said for as many consultations as it may cost. */
function cellOf({ code, stdout, output }: Ended, { says, costs, tellsProgress = false }: Way, count: number): string {
  if (code === null) return `✗: no end within its time${output.trim() === '' ? '' : `; ${reasonIn(output)}`}`;
  if (!says.test(output)) return `✗: ${reasonIn(output)}`;
  if (count !== costs) return `✗: ${count} consultations`;
  return tellsProgress ? `✓, ${progressIn(stdout)}` : '✓';
}

function progressIn(stdout: string): string {
  const { progressAfter } = JSON.parse(stdout.trim().split('\n').at(-1) ?? '{}') as { readonly progressAfter?: number | null };
  if (typeof progressAfter !== 'number') return 'shows no progress';
  return progressAfter < patienceSeconds ? 'progress in time' : `progress after ${progressAfter.toFixed(1)} s`;
}
