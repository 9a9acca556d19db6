/**
 * The Hrana wire format (JSON encoding, versions 2 and 3): requests are checked and decoded here, results encoded.
 * https://github.com/tursodatabase/libsql/blob/main/docs/HRANA_3_SPEC.md
 */
import { ProtocolError, type StatementError } from './errors.ts'

/** A value as the engine takes and gives it: bigint is INTEGER, number is REAL, Buffer is BLOB. */
export type Value = null | bigint | number | string | Buffer

export interface SqlReference {
  readonly sql: string | undefined
  readonly sqlId: number | undefined
}

export interface StatementRequest extends SqlReference {
  readonly args: readonly Value[]
  readonly namedArgs: ReadonlyMap<string, Value>
  readonly wantRows: boolean
}

export type Condition =
  | { readonly type: 'ok' | 'error'; readonly step: number }
  | { readonly type: 'not'; readonly condition: Condition }
  | { readonly type: 'and' | 'or'; readonly conditions: readonly Condition[] }
  | { readonly type: 'is_autocommit' }

export interface Step {
  readonly condition: Condition | undefined
  readonly statement: StatementRequest
}

export type StreamRequest =
  | { readonly type: 'close' | 'get_autocommit' }
  | { readonly type: 'execute'; readonly statement: StatementRequest }
  | { readonly type: 'batch'; readonly steps: readonly Step[] }
  | { readonly type: 'sequence' | 'describe'; readonly source: SqlReference }
  | { readonly type: 'store_sql'; readonly sqlId: number; readonly sql: string }
  | { readonly type: 'close_sql'; readonly sqlId: number }

export interface Pipeline {
  readonly baton: string | undefined
  readonly requests: readonly StreamRequest[]
}

export interface Column {
  readonly name: string
  readonly decltype: string | null
}

export interface StatementResult {
  readonly columns: readonly Column[]
  readonly rows: readonly (readonly Value[])[]
  readonly affectedRows: number
  readonly lastInsertRowid: bigint | undefined
}

const smallestInteger = -(2n ** 63n)
const largestInteger = 2n ** 63n - 1n
const deepestCondition = 64

/** Decodes a request body. Throws a 400 `ProtocolError` that names the first thing wrong with it. */
export function decodePipeline(body: Buffer): Pipeline {
  let json: unknown
  try {
    json = JSON.parse(body.toString('utf8'))
  } catch {
    throw malformed('body is not JSON')
  }
  const pipeline = object(json, 'body')
  return {
    baton: optional(pipeline.baton, (value) => text(value, 'baton')),
    requests: array(pipeline.requests, 'requests').map(decodeRequest),
  }
}

function decodeRequest(json: unknown): StreamRequest {
  const request = object(json, 'request')
  switch (request.type) {
    case 'close':
    case 'get_autocommit':
      return { type: request.type }
    case 'execute':
      return { type: 'execute', statement: decodeStatement(request.stmt) }
    case 'batch': {
      const steps = array(object(request.batch, 'batch').steps, 'steps')
      return { type: 'batch', steps: steps.map(decodeStep) }
    }
    case 'sequence':
    case 'describe':
      return { type: request.type, source: decodeSql(request) }
    case 'store_sql':
      return { type: 'store_sql', sqlId: integer(request.sql_id, 'sql_id'), sql: text(request.sql, 'sql') }
    case 'close_sql':
      return { type: 'close_sql', sqlId: integer(request.sql_id, 'sql_id') }
    default:
      throw malformed('unknown type of request')
  }
}

function decodeStep(json: unknown, index: number): Step {
  const step = object(json, 'step')
  return {
    condition: optional(step.condition, (value) => decodeCondition(value, index, 0)),
    statement: decodeStatement(step.stmt),
  }
}

/** Conditions may only look back: `step` is the index of the step that carries the condition. */
function decodeCondition(json: unknown, step: number, depth: number): Condition {
  if (depth > deepestCondition) throw malformed('condition is nested too deep')
  const condition = object(json, 'condition')
  switch (condition.type) {
    case 'ok':
    case 'error': {
      const earlier = integer(condition.step, 'condition step')
      if (earlier < 0 || earlier >= step) throw malformed('condition refers to a step that is not before it')
      return { type: condition.type, step: earlier }
    }
    case 'not':
      return { type: 'not', condition: decodeCondition(condition.cond, step, depth + 1) }
    case 'and':
    case 'or': {
      const conditions = array(condition.conds, 'conds')
      return { type: condition.type, conditions: conditions.map((value) => decodeCondition(value, step, depth + 1)) }
    }
    case 'is_autocommit':
      return { type: 'is_autocommit' }
    default:
      throw malformed('unknown type of condition')
  }
}

function decodeStatement(json: unknown): StatementRequest {
  const statement = object(json, 'stmt')
  const namedArgs = new Map<string, Value>()
  for (const json of optional(statement.named_args, (value) => array(value, 'named_args')) ?? []) {
    const argument = object(json, 'named_args')
    namedArgs.set(text(argument.name, 'name'), decodeValue(argument.value))
  }
  return {
    ...decodeSql(statement),
    args: (optional(statement.args, (value) => array(value, 'args')) ?? []).map(decodeValue),
    namedArgs,
    wantRows: statement.want_rows !== false,
  }
}

function decodeSql(json: Record<string, unknown>): SqlReference {
  return {
    sql: optional(json.sql, (value) => text(value, 'sql')),
    sqlId: optional(json.sql_id, (value) => integer(value, 'sql_id')),
  }
}

function decodeValue(json: unknown): Value {
  const { type, value, base64 } = object(json, 'value')
  switch (type) {
    case 'null':
      return null
    case 'integer': {
      if (typeof value !== 'string' || !/^-?\d{1,19}$/.test(value)) throw malformed('integer value is no integer')
      const parsed = BigInt(value)
      if (parsed < smallestInteger || parsed > largestInteger) throw malformed('integer value exceeds 64 bits')
      return parsed
    }
    case 'float':
      if (typeof value !== 'number') throw malformed('float value is no number')
      return value
    case 'text':
      return text(value, 'text value')
    case 'blob':
      return Buffer.from(text(base64, 'base64'), 'base64')
    default:
      throw malformed('unknown type of value')
  }
}

function malformed(what: string): ProtocolError {
  return new ProtocolError(400, 'MALFORMED_REQUEST', `Malformed request: ${what}`)
}

function object(value: unknown, what: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw malformed(`${what} is no object`)
  return value as Record<string, unknown>
}

function array(value: unknown, what: string): unknown[] {
  if (!Array.isArray(value)) throw malformed(`${what} is no array`)
  return value
}

function text(value: unknown, what: string): string {
  if (typeof value !== 'string') throw malformed(`${what} is no string`)
  return value
}

function integer(value: unknown, what: string): number {
  if (!Number.isSafeInteger(value)) throw malformed(`${what} is no integer`)
  return value as number
}

function optional<T>(value: unknown, decode: (value: unknown) => T): T | undefined {
  return value === undefined || value === null ? undefined : decode(value)
}

/** The JSON text of a pipeline response; `results` are JSON texts from `encodeOk` and `encodeError`. */
export function encodePipeline(baton: string | null, results: readonly string[]): string {
  return `{"baton":${JSON.stringify(baton)},"base_url":null,"results":[${results.join(',')}]}`
}

/** One successful pipeline result; `members` are further JSON members such as `"result":{…}`. */
export function encodeOk(type: StreamRequest['type'], members?: string): string {
  return `{"type":"ok","response":{"type":"${type}"${members === undefined ? '' : `,${members}`}}}`
}

/** One failed pipeline result. */
export function encodeFailure(error: StatementError): string {
  return `{"type":"error","error":${encodeError(error)}}`
}

/** `{ message, code }`. */
export function encodeError({ message, code }: { message: string; code: string }): string {
  return JSON.stringify({ message, code })
}

/**
 * A statement result. Built as text without objects in between: rows are the bulk of what the server sends.
 */
export function encodeResult(result: StatementResult): string {
  const rowid = result.lastInsertRowid === undefined ? 'null' : `"${result.lastInsertRowid}"`
  let rows = ''
  for (const row of result.rows) {
    let values = ''
    for (const value of row) values += values === '' ? encodeValue(value) : `,${encodeValue(value)}`
    rows += rows === '' ? `[${values}]` : `,[${values}]`
  }
  return `{"cols":${JSON.stringify(result.columns)},"rows":[${rows}],"affected_row_count":${result.affectedRows},"last_insert_rowid":${rowid}}`
}

function encodeValue(value: Value): string {
  if (value === null) return '{"type":"null"}'
  if (typeof value === 'string') return `{"type":"text","value":${JSON.stringify(value)}}`
  if (typeof value === 'bigint') return `{"type":"integer","value":"${value}"}`
  if (typeof value === 'number') return `{"type":"float","value":${encodeFloat(value)}}`
  return `{"type":"blob","base64":"${value.toString('base64')}"}`
}

/** JSON has no infinity; a number beyond the range of doubles is parsed as one. */
function encodeFloat(value: number): string {
  if (Number.isFinite(value)) return String(value)
  return value > 0 ? '1e999' : '-1e999'
}
