/** Each provider kind's model, loaded when it is first asked. */
import type { QueuedProviderKind } from '../../shared/contract/expert.ts';
import type { Rules } from '../../shared/ports/rules.ts';
import type { ModelLoader } from './experts.ts';

/** The loaders; rules are applied through their port. */
export const modelsWith = (rules: Rules): Readonly<Record<QueuedProviderKind, ModelLoader>> => ({
  anthropic: async () => (await import('../../shared/providers/anthropic.ts')).anthropic,
  openai: async () => (await import('../../shared/providers/openai.ts')).openai,
  google: async () => (await import('../../shared/providers/google.ts')).google,
  bedrock: async () => (await import('../../shared/providers/bedrock.ts')).bedrock,
  'openai-compatible': async () => (await import('../../shared/providers/openai-compatible.ts')).openaiCompatible,
  scripted: async () => (await import('../../shared/providers/scripted.ts')).scripted,
  rules: async () => (await import('../../shared/providers/rules.ts')).ruleExperts(rules),
});
