/** Names of the environment variables of deployed functions: the stack writes them, the runtime reads them. */

export const env = {
  /** The DynamoDB table. */
  table: 'TABLE_NAME',
  /** The bucket of large questions and answers. */
  texts: 'TEXTS_BUCKET',
  /** Days for which consultations are kept; absent: for good. */
  retentionDays: 'RETENTION_DAYS',
  /** JSON: days by circle, for those that are kept for another time than the rest. */
  retentionByCircle: 'RETENTION_BY_CIRCLE',
  stateMachine: 'STATE_MACHINE_ARN',
  /** The Rust function. */
  consensusFunction: 'CONSENSUS_FUNCTION',
  /** The Rust function with the rules of reviews. */
  reviewFunction: 'REVIEW_FUNCTION',
  eventBus: 'EVENT_BUS_NAME',
  /** Folder of the knowledge layer. */
  knowledgeFolder: 'KNOWLEDGE_DIR',
  /** Folder of the built web console. */
  consoleFolder: 'CONSOLE_DIR',
  /** Provider keys are the secrets `<prefix><key name>`. */
  secretPrefix: 'SECRET_PREFIX',
  /** The secret that holds the API's bearer key. */
  apiKeySecret: 'API_KEY_SECRET',
  /** Origins of pages that may call /mcp, with commas between them. */
  allowedOrigins: 'ALLOWED_ORIGINS',
  /** What becomes of repeated requests that say nothing of it. */
  repeats: 'REPEATS',
  /** What chat completions say of the panel at the end of their text, by default. */
  append: 'APPEND',
  /** `on` where chat requests are refused for what has no effect. */
  strict: 'STRICT',
  /** Where callers reach the API, for links in webhooks; empty where the stage does not say. */
  publicUrl: 'PUBLIC_URL',
  stage: 'STAGE',
  /** Set when the stack runs on the emulator; a function then refuses to start without fake keys and an endpoint. */
  emulator: 'CIRCLE_EMULATOR',
  /** Set to `any` where webhooks may go to private addresses; a function takes it on the emulator only. */
  webhookTargets: 'WEBHOOK_TARGETS',
} as const;

/** The variable with the URL of a queue, such as `QUEUE_URL_OPENAI_COMPATIBLE`. */
export function queueUrlVariable(queue: string): string {
  return `QUEUE_URL_${queue.toUpperCase().replaceAll('-', '_')}`;
}
