/** Who may import whom (DESIGN.md, "Who may import whom?"). `test/rules/imports.test.ts` proves that these rules see a breach. */
const only = (name, from, allowed, comment, dependencyTypesNot = ['core']) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from },
  to: { pathNot: allowed, dependencyTypesNot },
});
const never = (name, from, to, comment) => ({ name, comment, severity: 'error', from: { path: from }, to: { path: to } });

export default {
  forbidden: [
    { name: 'no-circle', severity: 'error', comment: 'No circle exists.', from: {}, to: { circular: true } },
    only(
      'contract',
      '^shared/contract/',
      ['^shared/contract/', '(^|/)node_modules/zod/'],
      'The contract imports zod and its own folder.',
      [],
    ),
    only(
      'domain',
      '^shared/domain/',
      ['^shared/(contract|domain)/', '^shared/errors\\.ts$', '(^|/)node_modules/ipaddr\\.js/'],
      'Rules know no port, SDK, clock or environment; ranges of addresses are theirs.',
      [],
    ),
    only('errors', '^shared/errors\\.ts$', ['^$'], 'Errors import nothing.', []),
    only('ports', '^shared/ports\\.ts$', ['^shared/contract/', '^shared/log-codes\\.ts$'], 'Ports import types of the contract.', []),
    only(
      'steps',
      '^shared/steps/',
      ['^shared/(contract|domain|steps)/', '^shared/(errors|ports)\\.ts$'],
      'Steps work on ports; they know no adapter.',
    ),
    only(
      'client',
      '^shared/client/',
      ['^shared/(contract|client)/', '(^|/)node_modules/(eventsource-parser|uuid)/'],
      'The client runs in browsers: it carries no schema, and takes types only from the contract.',
      [],
    ),
    {
      name: 'client-without-schemas',
      comment: 'A schema in a browser is 60 KB that nobody asked for.',
      severity: 'error',
      from: { path: '^shared/client/' },
      to: { path: '^shared/contract/', dependencyTypesNot: ['type-only'] },
    },
    only(
      'adapters',
      '^shared/adapters/(aws|local)/',
      ['^shared/contract/', '^shared/(errors|ports|log-codes)\\.ts$', '^shared/adapters/$1/', '(^|/)node_modules/'],
      'An adapter knows ports and contract, not another set of adapters.',
    ),
    never('local-adapters-without-aws', '^shared/adapters/local/', '(^|/)node_modules/@aws-sdk/', 'Embedded mode needs no AWS SDK.'),
    never(
      'providers-apart',
      '^shared/providers/(anthropic|openai|google|bedrock|openai-compatible|scripted|human)\\.ts$',
      ['^shared/providers/(anthropic|openai|google|bedrock|openai-compatible|scripted|human)\\.ts$'],
      'A provider does not know another one.',
    ),
    never(
      'providers-without-aws',
      '^shared/providers/',
      ['(^|/)node_modules/@aws-sdk/', '^shared/(adapters|domain|runtime|steps)/'],
      'Providers stand on contract, errors and the AI SDK.',
    ),
    never(
      'functions',
      '^functions/',
      ['^shared/(adapters)/', '(^|/)node_modules/@aws-sdk/', '^infra/'],
      'A function gets what is outside from its ports.',
    ),
    {
      name: 'functions-apart',
      comment: 'What two callers need moves down.',
      severity: 'error',
      from: { path: '^functions/([^/]+)/' },
      to: { path: '^functions/', pathNot: '^functions/$1/' },
    },
    never(
      'providers-at-the-worker',
      '^functions/(api|workflow|webhooks|jobs|cli)/',
      '^shared/providers/',
      'Only expert workers hold a provider.',
    ),
    only(
      'cloud',
      '^infra/(cloud/|app\\.ts$|settings\\.ts$)',
      ['^infra/(cloud/|settings\\.ts$|consultation)', '^shared/contract/', '(^|/)node_modules/'],
      'The stack names functions by path, and stands on settings and contract.',
    ),
    never(
      'local',
      '^infra/local/',
      ['^infra/cloud/', '(^|/)node_modules/(aws-cdk-lib|@aws-sdk)/', '^shared/adapters/aws/', '^shared/runtime/cloud'],
      'Embedded mode needs neither CDK nor AWS.',
    ),
    never('shared-looks-down', '^shared/', ['^functions/', '^infra/', '^test/'], 'No import climbs.'),
    { name: 'not-unresolvable', severity: 'error', comment: 'Every import leads somewhere.', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(cdk\\.out|build|coverage|rust-lambda)' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    parser: 'swc',
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};
