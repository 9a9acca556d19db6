/** The OpenAPI 3.1 document of API v1. */

import { ALL_CAUSES, CAUSE_FAMILIES, REMEDY_KINDS, RESPONSIBILITIES, SEVERITIES } from '../domain/causes.ts'
import { CONSENT_CHANNELS, CONSENT_WAYS } from '../domain/consent.ts'
import { STEPS } from '../domain/dispute-terms.ts'

const money = { type: 'string', description: 'Decimal amount in the shop’s currency', examples: ['128.00'] }
const time = { type: 'string', format: 'date-time', description: 'ISO 8601 with offset' }
const text = { type: 'string' }
const nullable = (schema: object) => ({ anyOf: [schema, { type: 'null' }] })
const list = (items: object) => ({ type: 'array', items })
const object = (properties: Record<string, object>, required: string[] = Object.keys(properties)) => ({
  type: 'object',
  properties,
  required,
})
const numbers = (...names: string[]) => Object.fromEntries(names.map((name) => [name, { type: 'number' }]))
const json = (schema: object) => ({ content: { 'application/json': { schema } } })
const answers = (status: string, description: string, schema: object) => ({
  [status]: { description, ...json(schema) },
  default: {
    description: 'Problem document (RFC 9457)',
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  },
})
const cursor = [
  { name: 'cursor', in: 'query', schema: text, description: '`next` of the page before' },
  { name: 'limit', in: 'query', schema: { type: 'integer', minimum: 1, maximum: 500, default: 50 } },
]
const filter = (name: string, values?: readonly string[]) => ({
  name,
  in: 'query',
  schema: values ? { ...text, enum: values } : text,
})
const described = (schema: object, description: string) => ({ ...schema, description })
const withOptional = (schema: ReturnType<typeof object>, more: Record<string, object>) => ({
  ...schema,
  properties: { ...schema.properties, ...more },
})
const scoped = (scope: string) => [{ key: [scope] }]

const Order = object(
  {
    source: text,
    externalId: text,
    placedAt: time,
    status: { ...text, enum: ['pending', 'paid', 'shipped', 'completed', 'refunded', 'cancelled'] },
    currency: text,
    total: money,
    refunded: money,
    customer: object({ accountId: text, nickname: text, name: text, phone: text, email: text, address: text }, []),
    lines: list(
      object({ product: text, sku: text, quantity: { type: 'integer', minimum: 1 }, price: money }, [
        'product',
        'quantity',
        'price',
      ]),
    ),
  },
  ['source', 'externalId', 'placedAt', 'status', 'currency', 'total', 'customer', 'lines'],
)

const Consent = object(
  {
    customerId: described(text, 'Or `customer`: by what identifies them in orders'),
    customer: object({ source: text, accountId: text, phone: text, email: text }, []),
    channel: { ...text, enum: CONSENT_CHANNELS },
    answer: { ...text, enum: ['yes', 'no'] },
    how: { ...text, enum: CONSENT_WAYS, default: 'api' },
    at: described(time, 'When they said so'),
  },
  ['channel', 'answer', 'at'],
)

/** Of the model in force, as of the last recompute. */
const Expected = object({
  orders: { type: 'number', description: 'Purchase days expected in the next `days`' },
  value: money,
  days: { type: 'integer' },
  basis: { ...text, enum: ['model'] },
  backBy: nullable({ ...time, description: 'When it becomes more likely than not that they have bought again' }),
})

const reached = described(nullable(text), 'Only for keys with customers:contacts')
const Customer = withOptional(
  object({
    id: text,
    accountId: nullable(text),
    nickname: {
      ...nullable(text),
      description: 'What the buyer goes by; null where that is itself a contact the key may not see',
    },
    tier: nullable({ ...text, enum: ['A', 'B', 'C'] }),
    rfm: nullable(object({ r: { type: 'integer' }, f: { type: 'integer' }, m: { type: 'integer' }, class: text })),
    stage: text,
    orders: { type: 'integer' },
    net: money,
    windowNet: money,
    lastOrderAt: nullable(time),
    expected: nullable(Expected),
    why: text,
  }),
  { name: reached, phone: reached, email: reached },
)

const oneOf = (values: readonly string[]) => ({ ...text, enum: values })
const mark = { type: 'integer', minimum: 1, maximum: 5 }

const Dispute = object({
  id: text,
  customerId: text,
  orderId: described(nullable(text), 'The stored order it is about'),
  orderRef: described(nullable(text), 'Its number as buyer or seller gave it, where no stored order is tied'),
  product: nullable(text),
  carrier: described(nullable(text), 'Who carried the parcel'),
  channel: described(text, 'Where the complaint came in: taobao, wechat, phone, review, api …'),
  source: oneOf(['hand', 'api', 'share', 'import', 'link']),
  words: described(text, 'The complaint in the buyer’s words'),
  wants: nullable(text),
  state: oneOf(STEPS),
  loop: { type: 'integer', description: '0 at first, one more each time an unhappy buyer opens it again' },
  assignee: described(nullable(text), 'Id of the member who has it'),
  openedAt: time,
  firstReplyDueAt: nullable(time),
  firstReplyAt: nullable(time),
  heardAt: described(nullable(time), 'When the buyer last wrote after the complaint'),
  answeredAt: described(nullable(time), 'When the shop last wrote to them'),
  nextReplyDueAt: described(nullable(time), 'The buyer wrote again: an answer is owed by then'),
  waitingSince: described(nullable(time), 'Waiting for the buyer since then: the shop’s clocks stand still'),
  handleBy: described(nullable(time), 'The platform’s deadline to deal with it'),
  proveBy: described(nullable(time), 'The platform’s deadline to prove it'),
  snoozedUntil: described(nullable(time), 'Put aside until then'),
  surface: described(nullable(text), 'What the complaint is about on its face'),
  real: described(nullable(text), 'What the buyer is really unhappy about'),
  causeFamily: nullable(oneOf(CAUSE_FAMILIES)),
  cause: described(nullable(oneOf(ALL_CAUSES)), 'The confirmed cause; until there is one, the supposed one'),
  responsibility: nullable(oneOf(RESPONSIBILITIES)),
  severity: nullable(oneOf(SEVERITIES)),
  remedies: list(object({ kind: oneOf(REMEDY_KINDS), cost: money, promisedAt: nullable(time), note: nullable(text) })),
  approval: described(oneOf(['none', 'needed', 'approved']), 'Whether the remedies wait for the owner'),
  approvedBy: described(nullable(text), 'Id of the member who approved'),
  told: described(nullable(text), 'What the buyer was told'),
  resolveDueAt: nullable(time),
  resolvedAt: nullable(time),
  done: described(nullable(text), 'What was done'),
  actualCost: nullable(money),
  lesson: nullable(text),
  followUpAt: nullable(time),
  attempts: { type: 'integer', description: 'Recorded attempts to reach the buyer in the present loop' },
  satisfaction: nullable(object({ expectation: mark, quality: mark, service: mark })),
  outcome: nullable(oneOf(['satisfied', 'unreachable', 'merged', 'spam', 'erased'])),
  mergedInto: described(nullable(text), 'Id of the dispute this one went into'),
  closedAt: nullable(time),
})

const Reason = object({ code: text, text })

export const openapi = (version: string) => ({
  openapi: '3.1.0',
  info: { title: 'Regulars API', version, description: 'Orders in; customers, disputes and win-back out.' },
  components: {
    securitySchemes: { key: { type: 'http', scheme: 'bearer' } },
    schemas: {
      Order,
      Consent,
      Customer,
      Dispute,
      Problem: object({ type: text, title: text, status: { type: 'integer' }, code: text }),
    },
  },
  paths: {
    '/api/v1/orders': {
      post: {
        summary: 'Create or update up to 500 orders',
        security: scoped('orders:write'),
        requestBody: {
          required: true,
          ...json(object({ orders: { ...list({ $ref: '#/components/schemas/Order' }), maxItems: 500 } })),
        },
        responses: answers(
          '200',
          'What became of each',
          object({
            created: { type: 'integer' },
            updated: { type: 'integer' },
            unchanged: { type: 'integer' },
            rejected: list(object({ index: { type: 'integer' }, code: text, reason: text })),
          }),
        ),
      },
    },
    '/api/v1/consents': {
      post: {
        summary: 'Note what up to 100 customers said to being written to; the newest word wins',
        security: scoped('customers:write'),
        requestBody: {
          required: true,
          ...json(object({ consents: { ...list({ $ref: '#/components/schemas/Consent' }), maxItems: 100 } })),
        },
        responses: answers(
          '200',
          'What became of each',
          object({
            noted: { type: 'integer' },
            unchanged: { type: 'integer', description: 'Known already, or something newer is' },
            rejected: list(object({ index: { type: 'integer' }, code: text, reason: text })),
          }),
        ),
      },
    },
    '/api/v1/recompute': {
      post: {
        summary: 'Recompute tiers, as of now or of a past date',
        security: scoped('jobs:run'),
        requestBody: json(object({ asOf: text }, [])),
        responses: answers(
          '200',
          'Done',
          object({ customers: { type: 'integer' }, moves: { type: 'integer' }, ms: { type: 'integer' } }),
        ),
      },
    },
    '/api/v1/customers': {
      get: {
        summary: 'Customers with their figures of the last recompute',
        security: scoped('customers:read'),
        parameters: [
          filter('tier', ['A', 'B', 'C']),
          ...['class', 'stage', 'q'].map((name) => filter(name)),
          { ...filter('segment'), description: 'Id of a saved segment; 404 when the shop has none of it' },
          ...cursor,
        ],
        responses: answers(
          '200',
          'A page',
          object({ items: list({ $ref: '#/components/schemas/Customer' }), next: nullable(text) }),
        ),
      },
    },
    '/api/v1/model': {
      get: {
        summary: 'The fitted expectation model, or why there is none',
        security: scoped('customers:read'),
        responses: answers('200', 'The model or a reason', {
          anyOf: [
            object({
              bgnbd: object({ ...numbers('r', 'alpha', 'a', 'b', 'logLikelihood'), customers: { type: 'integer' } }),
              gammaGamma: nullable(object(numbers('p', 'q', 'v'))),
              unit: { ...text, enum: ['week'] },
              asOf: time,
              check: {
                type: 'object',
                description: 'The last 90 days as foretold from what was known before, and as they went',
              },
            }),
            object({ reason: text }),
          ],
        }),
      },
    },
    '/api/v1/disputes': {
      post: {
        summary: 'Open a dispute',
        security: scoped('disputes:write'),
        requestBody: {
          required: true,
          ...json(
            object(
              {
                words: text,
                wants: text,
                channel: text,
                product: text,
                customerId: text,
                order: object({ source: text, externalId: text }, ['externalId']),
                customer: object({ source: text, accountId: text, nickname: text, phone: text, email: text }, []),
              },
              ['words'],
            ),
          ),
        },
        responses: answers('201', 'Opened', object({ id: text, customerId: text })),
      },
      get: {
        summary: 'Disputes, by state',
        security: scoped('disputes:read'),
        parameters: [filter('state', STEPS), ...cursor],
        responses: answers(
          '200',
          'A page',
          object({ items: list({ $ref: '#/components/schemas/Dispute' }), next: nullable(text) }),
        ),
      },
    },
    '/api/v1/win-back': {
      get: {
        summary: 'Who is slipping away, worth most first, with reasons',
        security: scoped('win-back:read'),
        parameters: [cursor[1]],
        responses: answers(
          '200',
          'Ranked',
          object({
            items: list(
              object({
                customerId: text,
                valueAtRisk: money,
                eligible: { type: 'boolean' },
                why: list(Reason),
                reasons: list(Reason),
              }),
            ),
          }),
        ),
      },
    },
  },
})
