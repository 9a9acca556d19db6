/**
 * What the server must know about a statement text before running it: where it ends, which parameters it has, and
 * whether it writes. The engine tells none of these, so the text is split into tokens here; meaning stays the engine's.
 */
import { StatementError } from './errors.ts'

/** Facts about one SQL statement. */
export interface Statement {
  readonly sql: string
  /** Name of each parameter with its prefix, by SQLite's numbering; null for `?` and unused numbers. */
  readonly parameters: readonly (string | null)[]
  /** May change the database, so it needs the write lock. */
  readonly writes: boolean
  /** Changes rows: INSERT, REPLACE, UPDATE or DELETE. */
  readonly changesRows: boolean
  readonly inserts: boolean
  /** Columns of other statements may differ afterwards. */
  readonly changesSchema: boolean
  /** Leaves settings or temporary tables behind on its connection. */
  readonly leavesState: boolean
  readonly explains: boolean
}

const closingQuote: Readonly<Record<string, string>> = { "'": "'", '"': '"', '`': '`', '[': ']' }
const parameterMarks = new Set(['?', ':', '@', '$'])
const schemaVerbs = new Set(['CREATE', 'DROP', 'ALTER', 'REINDEX', 'ANALYZE', 'VACUUM'])
const rowVerbs = new Set(['INSERT', 'REPLACE', 'UPDATE', 'DELETE'])
const mainVerbs = new Set([...rowVerbs, 'SELECT', 'VALUES'])

interface Token {
  kind: 'word' | 'parameter' | 'other'
  text: string
}

/** Splits a script into its statements; an empty one (blanks, comments) gives an empty array. */
export function parseScript(sql: string): Statement[] {
  if (sql.includes('\0')) throw new StatementError('SQL_PARSE_ERROR', 'SQL string contains a NUL character')
  const statements: Statement[] = []
  let start = 0
  let at = 0
  let tokens: Token[] = []
  const finish = (end: number) => {
    if (tokens.length > 0) statements.push(describe(sql.slice(start, end), tokens))
    tokens = []
    start = end
  }
  while (at < sql.length) {
    const end = tokenEnd(sql, at)
    const first = sql.charAt(at)
    if (first === ';') {
      if (isTriggerBody(tokens)) tokens.push({ kind: 'other', text: ';' })
      else finish(end)
    } else if (!isBlank(sql, at)) {
      tokens.push(token(sql.slice(at, end), first))
    }
    at = end
  }
  finish(sql.length)
  return statements
}

/** The one statement of a text. Throws SQL_NO_STATEMENT or SQL_MANY_STATEMENTS otherwise. */
export function parseStatement(sql: string): Statement {
  const [statement, ...others] = parseScript(sql)
  if (statement === undefined) {
    throw new StatementError('SQL_NO_STATEMENT', 'SQL string does not contain any statement')
  }
  if (others.length > 0) {
    throw new StatementError('SQL_MANY_STATEMENTS', 'SQL string contains more than one statement')
  }
  return statement
}

function isBlank(sql: string, at: number): boolean {
  return sql.charCodeAt(at) <= 0x20 || sql.startsWith('--', at) || sql.startsWith('/*', at)
}

function tokenEnd(sql: string, at: number): number {
  const char = sql.charAt(at)
  if (sql.startsWith('--', at)) return endOf(sql, '\n', at + 2)
  if (sql.startsWith('/*', at)) return endOf(sql, '*/', at + 2)
  const closing = closingQuote[char]
  // A doubled quote inside a literal reads as two literals in a row, which changes nothing here.
  if (closing !== undefined) return endOf(sql, closing, at + 1)
  let end = at + 1
  if (isWordPart(sql, at) || parameterMarks.has(char)) {
    while (isWordPart(sql, end)) end++
  }
  return end
}

/** Letters, digits, `_`, `$` and everything beyond ASCII; false at the end of the text. */
function isWordPart(sql: string, at: number): boolean {
  const code = sql.charCodeAt(at)
  return (
    code >= 0x80 ||
    (code >= 0x61 && code <= 0x7a) ||
    (code >= 0x41 && code <= 0x5a) ||
    (code >= 0x30 && code <= 0x39) ||
    code === 0x5f ||
    code === 0x24
  )
}

function endOf(sql: string, mark: string, from: number): number {
  const found = sql.indexOf(mark, from)
  return found === -1 ? sql.length : found + mark.length
}

function token(text: string, first: string): Token {
  if (first === '?' || (parameterMarks.has(first) && text.length > 1)) return { kind: 'parameter', text }
  if (isWordPart(first, 0)) return { kind: 'word', text: text.toUpperCase() }
  return { kind: 'other', text: closingQuote[first] === undefined ? text : first }
}

/** Inside CREATE TRIGGER a semicolon ends the statement only after `; END`. */
function isTriggerBody(tokens: readonly Token[]): boolean {
  if (!isWord(tokens[0], 'CREATE')) return false
  const temporary = isWord(tokens[1], 'TEMP') || isWord(tokens[1], 'TEMPORARY')
  if (!isWord(tokens[temporary ? 2 : 1], 'TRIGGER')) return false
  return !(isWord(tokens.at(-1), 'END') && tokens.at(-2)?.text === ';')
}

function isWord(token: Token | undefined, text: string): boolean {
  return token?.kind === 'word' && token.text === text
}

function describe(sql: string, tokens: readonly Token[]): Statement {
  const explains = isWord(tokens[0], 'EXPLAIN')
  const verb = explains ? 'EXPLAIN' : mainVerb(tokens)
  if (verb === 'ATTACH' || verb === 'DETACH') {
    throw new StatementError('BLOCKED', `Operation was blocked: ${verb} is not allowed`)
  }
  const changesRows = rowVerbs.has(verb)
  const changesSchema = schemaVerbs.has(verb)
  const lockingBegin = verb === 'BEGIN' && (isWord(tokens[1], 'IMMEDIATE') || isWord(tokens[1], 'EXCLUSIVE'))
  return {
    sql,
    parameters: parametersOf(tokens),
    writes: changesRows || changesSchema || lockingBegin || verb === 'PRAGMA',
    changesRows,
    inserts: verb === 'INSERT' || verb === 'REPLACE',
    changesSchema,
    leavesState:
      (verb === 'PRAGMA' && tokens.some((token) => token.text === '=' || token.text === '(')) ||
      (verb === 'CREATE' && (isWord(tokens[1], 'TEMP') || isWord(tokens[1], 'TEMPORARY'))),
    explains,
  }
}

/** The first word, or behind WITH the verb that follows the common table expressions. */
function mainVerb(tokens: readonly Token[]): string {
  const first = tokens[0]
  if (!isWord(first, 'WITH')) return first?.kind === 'word' ? first.text : ''
  let depth = 0
  for (const { kind, text } of tokens) {
    if (text === '(') depth++
    else if (text === ')') depth--
    else if (depth === 0 && kind === 'word' && mainVerbs.has(text)) return text
  }
  return ''
}

/** Numbers parameters as SQLite does: `?` takes the next number, `?7` its own, a name the same one each time. */
function parametersOf(tokens: readonly Token[]): (string | null)[] {
  const names: (string | null)[] = []
  for (const { kind, text } of tokens) {
    if (kind !== 'parameter') continue
    if (text === '?') {
      names.push(null)
    } else if (text.startsWith('?')) {
      const number = Number(text.slice(1))
      if (!(number >= 1 && number <= 32_766)) {
        throw new StatementError('SQL_PARSE_ERROR', 'Variable number must be between ?1 and ?32766')
      }
      while (names.length < number) names.push(null)
      names[number - 1] = text
    } else if (!names.includes(text)) {
      names.push(text)
    }
  }
  return names
}
