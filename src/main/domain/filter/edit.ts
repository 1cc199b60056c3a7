import type { Clause } from './parse.ts'

/** Joins filters so that all of them must match. */
export const joined = (texts: readonly string[]): string =>
  texts
    .map((text) => text.trim())
    .filter(Boolean)
    .join(' ')

/** Removes a clause from the text. */
export const withoutClause = (text: string, clause: Clause): string =>
  joined([text.slice(0, clause.from), text.slice(clause.to)])

/** Negates a clause of the text. */
export function withOpposite(text: string, clause: Clause): string {
  const own = text.slice(clause.from, clause.to)
  const positive = () => own.replace(/^(-|not\b)\s*/i, '')
  const opposite = clause.filter.kind === 'not' ? positive() : clause.bare ? `-(${own})` : `-${own}`
  return text.slice(0, clause.from) + opposite + text.slice(clause.to)
}
