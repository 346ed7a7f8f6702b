/** The thread of schemas: compiles and checks what callers and experts have sent, one request after the other. */
import { parentPort } from 'node:worker_threads';
import { readAnswer, whyUnusable } from '../../domain/answer-schema.ts';
import type { SchemaAnswers, SchemaRequest } from './schema-request.ts';

parentPort?.on('message', (request: SchemaRequest) => parentPort?.postMessage(answerOf(request)));

function answerOf(request: SchemaRequest): SchemaAnswers[SchemaRequest['word']] {
  return request.word === 'read' ? readAnswer(request.schema, request.text) : whyUnusable(request.schema);
}
