import type { Clause } from './parse.ts'

/** Joins texts that each are a whole filter, so that all of them have to hold. */
export const joined = (texts: readonly string[]): string =>
  texts
    .map((text) => text.trim())
    .filter(Boolean)
    .join(' ')

/** The text without one of its clauses. */
export const withoutClause = (text: string, clause: Clause): string =>
  joined([text.slice(0, clause.from), text.slice(clause.to)])

/** The text with one of its clauses turned into its opposite. */
export function withOpposite(text: string, clause: Clause): string {
  const own = text.slice(clause.from, clause.to)
  const positive = () => own.replace(/^(-|not\b)\s*/i, '')
  const opposite = clause.filter.kind === 'not' ? positive() : clause.bare ? `-(${own})` : `-${own}`
  return text.slice(0, clause.from) + opposite + text.slice(clause.to)
}
