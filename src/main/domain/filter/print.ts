import { isFlag } from './fields.ts'
import type { Filter, Pattern, Term } from './filter.ts'
import { printInterval } from './numbers.ts'
import { isCaptionChoice } from './term.ts'

/** Returns true for words that have a meaning of their own when unquoted. */
const isReserved = (word: string): boolean =>
  isFlag(word.toLowerCase()) || ['or', 'and', 'not'].includes(word.toLowerCase())

const quoted = (text: string): string => `"${text.replaceAll(/["\\]/g, String.raw`\$&`)}"`

/** Prints a text that is not a pattern, in quotes where it would otherwise be read differently. */
export const printText = (text: string): string => (/^[^\s()":<>=*?,-][^\s()":*?]*$/u.test(text) ? text : quoted(text))

const printPattern = ({ text, glob }: Pattern): string => (glob ? text : printText(text))

function printTerm(term: Term): string {
  switch (term.kind) {
    case 'word': {
      const { text, glob } = term.pattern
      return !glob && isReserved(text) ? quoted(text) : printPattern(term.pattern)
    }
    case 'text':
      return term.field === 'caption' && !term.pattern.glob && isCaptionChoice(term.pattern.text)
        ? `caption:${quoted(term.pattern.text)}`
        : `${term.field}:${printPattern(term.pattern)}`
    case 'choice':
      return `${term.field}:${term.choice}`
    case 'number':
      return `${term.field}:${printInterval(term.field, term)}`
    case 'flag':
      return term.flag
    case 'like':
      return `like:${printText(term.sought)}`
  }
}

const enclosed = (filter: Filter): string =>
  filter.kind === 'all' || filter.kind === 'any' ? `(${printFilter(filter)})` : printFilter(filter)

/** Prints the filter as a user would type it; parsing the text gives the same filter. */
export function printFilter(filter: Filter): string {
  switch (filter.kind) {
    case 'all':
      return filter.of.map(enclosed).join(' ')
    case 'any':
      return filter.of.map(enclosed).join(' or ')
    case 'not':
      return `-${enclosed(filter.of)}`
    case 'word':
    case 'text':
    case 'choice':
    case 'number':
    case 'flag':
    case 'like':
      return printTerm(filter)
  }
}
