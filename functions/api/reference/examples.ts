/** One consultation as it goes in and comes out: the examples of the reference. The contract checks their types, a test their values. */

import type { ChatRequest } from '../../../shared/contract/chat.ts';
import type { AcceptedConsultation, Consultation, ConsultationPage } from '../../../shared/contract/consultation.ts';
import type { ShownDelivery } from '../../../shared/contract/delivery.ts';
import type { ConsultationEvent } from '../../../shared/contract/event.ts';
import type { ListedFeedback, NewFeedback, TakenFeedback } from '../../../shared/contract/feedback.ts';
import type { ShownCircle, ShownExpert } from '../../../shared/contract/listing.ts';
import type { HandedInOpinion, Opinion } from '../../../shared/contract/opinion.ts';
import type { NewConsultation } from '../../../shared/contract/question.ts';
import type { CircleReliability } from '../../../shared/contract/reliability.ts';
import type { ReportPage } from '../../../shared/contract/report.ts';
import type { ShownSchedule } from '../../../shared/contract/schedule.ts';

const id = '01a2075b-40f5-74d7-ab09-bbac9cdd0723';
export const exampleId = id;
export const exampleCircle = 'default';

export const question: NewConsultation = { question: 'Is 3599 a prime number?', options: ['yes', 'no'], metadata: { ticket: 'OPS-7' } };

export const accepted: AcceptedConsultation = {
  id,
  status: 'open',
  links: { self: `/v1/consultations/${id}`, events: `/v1/consultations/${id}/events` },
};

const opinion: Opinion = {
  expert: 'claude',
  provider: 'anthropic',
  model: 'claude-sonnet-4-5',
  family: 'anthropic',
  status: 'answered',
  answer: '3599 is 60 squared minus 1, so it is 59 times 61.\nAnswer: no',
  latencyMs: 1840,
  usage: { inputTokens: 212, outputTokens: 48 },
  costUsd: 0.001356,
  receivedAt: '2026-11-23T09:00:01.846Z',
};

const opinions: readonly Opinion[] = [
  opinion,
  {
    expert: 'gpt',
    provider: 'openai',
    model: 'gpt-5',
    family: 'openai',
    status: 'answered',
    answer: '59 × 61 = 3599.\nAnswer: no',
    latencyMs: 2410,
    usage: { inputTokens: 205, outputTokens: 96 },
    costUsd: 0.001216,
    receivedAt: '2026-11-23T09:00:02.417Z',
  },
  {
    expert: 'gemini',
    provider: 'google',
    model: 'gemini-2.5-pro',
    family: 'google',
    status: 'failed',
    error: { type: 'RateLimited', message: 'the provider answered 429', retryable: true },
    latencyMs: 310,
    receivedAt: '2026-11-23T09:00:00.318Z',
  },
];

const consultation: Consultation = {
  id,
  status: 'open',
  question: question.question,
  kind: 'choice',
  options: ['yes', 'no'],
  circle: exampleCircle,
  quorum: 2,
  verdict: null,
  opinions: [],
  pending: [{ expert: 'claude' }, { expert: 'gpt' }, { expert: 'gemini' }],
  cost: { usd: 0, unknown: [] },
  timing: { createdAt: '2026-11-23T09:00:00.000Z', deadlineAt: '2026-11-23T09:01:00.000Z', endedAt: null, durationMs: null },
  metadata: { ticket: 'OPS-7' },
};

export const decided: Consultation = {
  ...consultation,
  status: 'decided',
  verdict: {
    answer: 'no',
    pick: 'claude',
    agreement: 1,
    coverage: { asked: 3, answered: 2, families: 2 },
    confidence: 0.86,
    clusters: [{ experts: ['claude', 'gpt'], share: 1 }],
    stability: { unchanged: 1, pivotal: [] },
    independent: 2,
    dissent: [],
    missing: [
      { expert: 'gemini', status: 'failed', error: { type: 'RateLimited', message: 'the provider answered 429', retryable: true } },
    ],
    method: 'choice/plurality-1',
    endedBy: 'all',
  },
  opinions: [...opinions],
  pending: [],
  cost: { usd: 0.002572, unknown: [] },
  timing: { ...consultation.timing, endedAt: '2026-11-23T09:00:02.431Z', durationMs: 2431 },
};

export const cancelled: Consultation = {
  ...consultation,
  status: 'cancelled',
  pending: [],
  timing: { ...consultation.timing, endedAt: '2026-11-23T09:00:00.200Z', durationMs: 200 },
};

export const page: ConsultationPage = {
  consultations: [
    {
      id,
      status: 'decided',
      question: question.question,
      circle: exampleCircle,
      createdAt: '2026-11-23T09:00:00.000Z',
      endedAt: '2026-11-23T09:00:02.431Z',
      durationMs: 2431,
      costUsd: 0.002572,
    },
  ],
  cursor: null,
};

const opinionEvent: ConsultationEvent = { type: 'opinion', id: 3, opinion };
/** An event of the stream, as it is sent. */
export const sentEvent = { id: String(opinionEvent.id), event: opinionEvent.type, data: JSON.stringify(opinionEvent) };

export const handedIn: HandedInOpinion = { expert: 'reviewer', answer: 'It is 59 times 61.\nAnswer: no' };

export const handedInOpinion: Opinion = {
  expert: 'reviewer',
  provider: 'human',
  model: 'person',
  family: 'human',
  status: 'answered',
  answer: handedIn.answer,
  latencyMs: 41_200,
  costUsd: 0,
  receivedAt: '2026-11-23T09:00:41.200Z',
};

export const feedback: NewFeedback = { answer: 'no', note: 'checked by hand', by: 'Ada' };

export const takenFeedback: TakenFeedback = {
  feedback: { ...feedback, consultationId: id, receivedAt: '2026-11-23T10:00:00.000Z' },
  reliability: { evidence: 1, weighs: false, estimates: { claude: 0.67, gpt: 0.67, gemini: 0.5 } },
};

export const listedFeedback: ListedFeedback = {
  feedback: [{ right: true, consultationId: id, receivedAt: '2026-11-23T09:30:00.000Z' }, takenFeedback.feedback],
};

export const experts: { readonly experts: readonly ShownExpert[] } = {
  experts: [
    {
      name: 'claude',
      provider: 'anthropic',
      model: 'claude-sonnet-4-5',
      family: 'anthropic',
      persona: 'architect',
      health: { status: 'ready', checkedAt: '2026-11-23T08:55:00.000Z' },
      price: { inputUsdPerMillion: 3, outputUsdPerMillion: 15 },
    },
  ],
};

export const circles: { readonly circles: readonly ShownCircle[] } = {
  circles: [
    {
      name: exampleCircle,
      experts: ['claude', 'gpt', 'gemini'],
      choose: null,
      quorum: 2,
      minimum: null,
      available: 3,
      stop: 'settled',
      strategy: 'all',
      promise: null,
      late: 'keep',
      deadlineSeconds: 60,
      budgetUsd: 0.5,
      limits: null,
      learning: 'auto',
      unavailable: 'skip',
      demo: false,
    },
  ],
};

export const reliability: CircleReliability = {
  circle: exampleCircle,
  learning: 'auto',
  kinds: [{ kind: 'choice', evidence: 1, weighs: false, estimates: { claude: 0.67, gpt: 0.67, gemini: 0.5 } }],
};

/** A page of a report without a consultation: one with all figures would be longer than all that is said of them. */
export const reportPage: ReportPage = {
  read: 0,
  open: 0,
  demo: 0,
  unreadable: 0,
  sums: [],
  report: { least: 20, circles: [] },
  cursor: null,
};

export const schedules: { readonly schedules: readonly ShownSchedule[] } = {
  schedules: [
    {
      name: 'weekly-risk-check',
      cron: '0 6 * * 1',
      timezone: 'Europe/Berlin',
      missed: 'run',
      overlap: 'skip',
      circle: exampleCircle,
      question: 'Which of our open risks has grown?',
      nextAt: '2026-11-30T05:00:00.000Z',
      lastAt: '2026-11-23T05:00:00.000Z',
      review: null,
      times: [
        {
          at: '2026-11-23T05:00:00.000Z',
          outcome: 'ran',
          consultationId: 'schedule-weekly-risk-check-202611230500',
          status: 'decided',
          reason: null,
        },
        { at: '2026-11-16T05:00:00.000Z', outcome: 'missed', consultationId: null, status: null, reason: null },
        {
          at: '2026-11-09T05:00:00.000Z',
          outcome: 'refused',
          consultationId: 'schedule-weekly-risk-check-202611090500',
          status: 'failed',
          reason: 'the worst case costs $0.62, above the budget of $0.50',
        },
      ],
    },
    {
      name: 'nightly-stacks',
      cron: '0 3 * * *',
      timezone: 'UTC',
      missed: 'tell',
      overlap: 'allow',
      circle: 'rules',
      question: 'May what is deployed stay as it is? all stacks in eu-central-1',
      nextAt: '2026-11-24T03:00:00.000Z',
      lastAt: '2026-11-23T03:00:00.000Z',
      review: {
        of: 'all stacks in eu-central-1',
        subject: 'schedule/nightly-stacks',
        last: {
          id: 'schedule-nightly-stacks-202611230300',
          at: '2026-11-23T03:00:00.200Z',
          verdict: 'reject',
          exitCode: 1,
          because: 'the circle says reject',
          findings: { critical: 0, high: 1, medium: 2, low: 0, info: 0 },
          notReviewed: 0,
          since: { review: 'schedule-nightly-stacks-202611220300', at: '2026-11-22T03:00:00.200Z' },
          newFindings: 1,
          goneFindings: 0,
        },
      },
      times: [
        {
          at: '2026-11-23T03:00:00.000Z',
          outcome: 'ran',
          consultationId: 'schedule-nightly-stacks-202611230300',
          status: 'decided',
          reason: null,
        },
      ],
    },
  ],
};

export const resentDelivery = { webhookId: `msg_${id}_0` };

export const deliveries: { readonly deliveries: readonly ShownDelivery[] } = {
  deliveries: [
    {
      webhookId: `msg_${id}_0`,
      url: 'https://hooks.example.com/circle',
      state: 'delivered',
      attempts: [
        { at: '2026-11-23T09:00:05.300Z', status: 503 },
        { at: '2026-11-23T09:00:10.700Z', status: 204 },
      ],
      nextAttemptAt: null,
    },
  ],
};

export const chatRequest: ChatRequest = {
  model: 'circle/default',
  messages: [
    { role: 'system', content: 'Answer in one sentence.' },
    { role: 'user', content: 'Is 3599 a prime number?' },
  ],
};
