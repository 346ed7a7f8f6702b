/** One review as it goes in and comes out: the examples of the reference. */
import type { NewReview, Reviewed } from '../../../shared/contract/new-review.ts';
import type { FindingPage, ReviewExcerpts, ReviewPage } from '../../../shared/contract/review-list.ts';
import { exampleId as id } from './examples.ts';

export const review: NewReview = {
  files: [{ path: 'Dockerfile', text: 'FROM node:latest\n', before: 'FROM node:24.1.0\n' }],
  severity: 'medium',
  subject: 'shop/api',
};

const links = { self: `/v1/reviews/${id}`, consultation: `/v1/consultations/${id}`, events: `/v1/consultations/${id}/events` };

export const accepted = { id, status: 'open' as const, links };

export const ended: Reviewed = {
  id,
  status: 'decided',
  links,
  report: {
    version: 1,
    verdict: 'revise',
    status: 'decided',
    exitCode: 1,
    rule: 'verdict',
    policy: { answer: 'revise', severity: 'medium', experts: 1 },
    because: 'the circle says revise',
    agreement: null,
    confidence: null,
    costUsd: 0,
    costUnknown: [],
    consultation: id,
    circle: 'rules',
    notice: 'The rules alone have reviewed this: nobody has read what they do not look for.',
    failure: null,
    files: ['Dockerfile'],
    notShown: [],
    notReviewed: [],
    warnings: [],
    findings: [
      {
        severity: 'medium',
        title: 'The tag latest moves',
        reason: 'What is built tomorrow is not what is built today.',
        suggestion: 'Name a version.',
        file: 'Dockerfile',
        line: 1,
        endLine: 1,
        misplaced: null,
        experts: ['rules-docker'],
        rules: ['docker/DF002'],
        confidence: 'high',
      },
    ],
    experts: [{ expert: 'rules-docker', vote: 'revise', findings: 1, problem: null }],
    ruleConsultations: [id],
  },
};

const at = '2026-11-29T10:00:00.000Z';
const fingerprint = '3f1c9a7be02d4455a1b2c3d4e5f60718';

export const page: ReviewPage = {
  reviews: [
    {
      ...{ id, status: 'decided', circle: 'rules', subject: 'shop/api', question: 'May this change go out by the rules? Dockerfile' },
      ...{ createdAt: at, endedAt: '2026-11-29T10:00:01.000Z', costUsd: 0 },
    },
  ],
  cursor: null,
};

export const excerpts: ReviewExcerpts = {
  excerpts: [
    {
      fingerprint,
      lines: [
        { number: null, mark: '-', text: 'FROM node:24.1.0' },
        { number: 1, mark: '+', text: 'FROM node:latest' },
      ],
      entries: [{ fingerprint, rule: 'docker/DF002', file: 'Dockerfile', title: 'The tag latest moves', about: fingerprint }],
    },
  ],
};

export const findings: FindingPage = {
  findings: [
    {
      ...{ fingerprint, severity: 'medium', title: 'The tag latest moves', file: 'Dockerfile', line: 1, rules: ['docker/DF002'] },
      ...{ firstSeen: { review: id, at }, lastSeen: { review: id, at }, goneSince: null, accepted: false, reviews: 1 },
    },
  ],
  reviews: 1,
  since: at,
  cursor: null,
};
