import { EVERYTHING, type Filter } from './filter.ts'
import { readTerm } from './term.ts'
import { type FilterMistake, Mistake, type Span, type Token, tokensOf } from './tokens.ts'

/** A part of a filter that can be removed, changed or negated separately. */
export interface Clause extends Span {
  readonly filter: Filter
  /** True for alternatives without brackets. */
  readonly bare: boolean
}

export type Parsed =
  | {
      readonly ok: true
      readonly filter: Filter
      /** Conditions that must all match, each with its place in the text. */
      readonly clauses: readonly Clause[]
    }
  | { readonly ok: false; readonly mistake: FilterMistake }

/** Limits far above what anyone types; they keep a hostile text from exhausting the stack or SQLite's parser. */
const DEEPEST = 40
export const LONGEST_FILTER = 2000

const isWord = (token: Token | undefined, word: string): boolean =>
  token?.kind === 'word' && token.key === null && !token.quoted && token.value.toLowerCase() === word

const all = (clauses: readonly Clause[]): Filter => {
  const [only] = clauses
  return clauses.length === 1 && only ? only.filter : { kind: 'all', of: clauses.map((clause) => clause.filter) }
}

function createParser(text: string) {
  const tokens = tokensOf(text)
  let next = 0
  const peek = () => tokens[next]
  const end: Span = { from: Math.max(0, text.length - 1), to: text.length }

  /** Parses an expression that can be negated: a term, a bracketed expression, or a negation of either. */
  function unary(depth: number): Clause {
    const token = peek()
    if (!token) throw new Mistake('Something is missing at the end.', end)
    if (depth > DEEPEST) throw new Mistake('This is nested too deeply.', token)
    next++
    if (token.kind === 'minus' || isWord(token, 'not')) {
      const of = unary(depth + 1)
      return { from: token.from, to: of.to, filter: { kind: 'not', of: of.filter }, bare: false }
    }
    if (token.kind === 'open') {
      if (peek()?.kind === 'close') throw new Mistake('These brackets are empty.', token)
      const inner = alternatives(depth + 1)
      const close = peek()
      if (close?.kind !== 'close') throw new Mistake('This bracket is not closed. Add a ) at the end.', token)
      next++
      return { from: token.from, to: close.to, filter: inner.filter, bare: false }
    }
    if (token.kind === 'close') throw new Mistake('This closing bracket has no opening one. Remove it.', token)
    if (token.kind !== 'word' || isWord(token, 'or') || isWord(token, 'and'))
      throw new Mistake('Something is missing next to this.', token)
    return { from: token.from, to: token.to, filter: readTerm(token), bare: false }
  }

  /** Parses conditions that must all match. */
  function together(depth: number): readonly Clause[] {
    const clauses = [unary(depth)]
    for (let token = peek(); token && token.kind !== 'close' && !isWord(token, 'or'); token = peek()) {
      if (isWord(token, 'and')) next++
      clauses.push(unary(depth))
    }
    return clauses
  }

  function alternatives(depth: number): { readonly filter: Filter; readonly clauses: readonly Clause[] } {
    const first = together(depth)
    const parts = [all(first)]
    while (isWord(peek(), 'or')) {
      next++
      parts.push(all(together(depth)))
    }
    const [only] = parts
    if (parts.length === 1 && only) return { filter: only, clauses: first }
    const filter: Filter = { kind: 'any', of: parts }
    return {
      filter,
      clauses: [{ from: first[0]?.from ?? 0, to: tokens[next - 1]?.to ?? text.length, filter, bare: true }],
    }
  }

  return () => {
    if (tokens.length === 0) return { filter: EVERYTHING, clauses: [] }
    const whole = alternatives(0)
    const left = peek()
    if (left) throw new Mistake('This closing bracket has no opening one. Remove it.', left)
    return whole
  }
}

/** Parses a filter; a mistake is returned as a sentence with its place in the text. */
export function parseFilter(text: string): Parsed {
  try {
    if (text.length > LONGEST_FILTER)
      throw new Mistake(`A filter may have ${LONGEST_FILTER} characters.`, { from: LONGEST_FILTER, to: text.length })
    return { ok: true, ...createParser(text)() }
  } catch (error) {
    if (error instanceof Mistake)
      return { ok: false, mistake: { message: error.message, from: error.span.from, to: error.span.to } }
    throw error
  }
}
