/** The tools that compute on this machine, as an agent meets them. */
import { InMemoryTransport } from '@modelcontextprotocol/client';
import { describe, expect, it } from 'vitest';
import { type Tools, toolInputs } from '../../shared/contract/tools.ts';
import { InvalidInput } from '../../shared/errors.ts';
import { circleMcpServer } from '../../shared/mcp/server.ts';
import { callTool, connect } from '../support/mcp.ts';

async function clientOf(tools: Tools | undefined) {
  const [ours, theirs] = InMemoryTransport.createLinkedPair();
  const dependencies = {
    openClient: () => {
      throw new Error('no tool of this kind asks the API');
    },
    address: 'http://127.0.0.1',
    maxWaitSeconds: 1,
    tools,
    onUnexpected: (error: unknown) => {
      throw error;
    },
  };
  await circleMcpServer(dependencies, 'legacy').connect(theirs);
  return connect(ours, { supportedProtocolVersions: ['2025-11-25'] });
}

const names = ['analyse_log', 'check_command', 'check_resources', 'look_up_port'];

describe('tools that compute', () => {
  it('are there where the machine can run them, and nowhere else', async () => {
    const withTools = await (await clientOf({ run: async () => ({}) })).listTools();
    const without = await (await clientOf(undefined)).listTools();
    const added = withTools.tools.map(({ name }) => name).filter((name) => !without.tools.some((tool) => tool.name === name));
    expect(added.toSorted()).toEqual(names);
    expect(Object.keys(toolInputs)).toHaveLength(names.length);
  });

  it('give what the program says, also from numbers that a client writes as texts', async () => {
    const asked: unknown[] = [];
    const client = await clientOf({
      run: async (name, input) => {
        asked.push([name, input]);
        return { level: 'refuse' };
      },
    });
    const answer = await callTool(client, 'check_command', { command: 'rm -rf /' });
    expect(answer.structured).toEqual({ level: 'refuse' });
    await callTool(client, 'look_up_port', { port: '443' });
    expect(asked).toEqual([
      ['command', { command: 'rm -rf /' }],
      ['ports', { port: 443 }],
    ]);
  });

  it('say why they refuse an input', async () => {
    const client = await clientOf({
      run: async () => {
        throw new InvalidInput([{ field: 'ports', message: 'needs a port or a service' }]);
      },
    });
    const answer = await callTool(client, 'look_up_port', {});
    expect([answer.isError, answer.text]).toEqual([true, expect.stringContaining('needs a port or a service')]);
  });
});
