import { NUMBERS, type NumberField } from './fields.ts'
import type { Bound } from './filter.ts'

export interface Interval {
  readonly min: Bound | null
  readonly max: Bound | null
}

const DAY_MS = 86_400_000
const BYTES: Readonly<Record<string, number>> = { '': 1, b: 1, k: 1e3, kb: 1e3, m: 1e6, mb: 1e6, g: 1e9, gb: 1e9 }
const EXAMPLES = { share: '0.6 or 60%', px: '768', bytes: '2mb', day: '2026-11-24', count: '60' } as const

/** Returns an example value of the field, for a message. */
export const exampleOf = (field: NumberField): string => EXAMPLES[NUMBERS[field]]

function readShare(text: string): number | null {
  const found = /^(\d+(?:\.\d+)?|\.\d+)(%?)$/.exec(text)
  if (!found) return null
  const value = Number(found[1]) / (found[2] === '%' ? 100 : 1)
  return value <= 1 ? value : null
}

function readBytes(text: string): number | null {
  const found = /^(\d+(?:\.\d+)?)([a-z]*)$/.exec(text.toLowerCase())
  const unit = found && BYTES[found[2] ?? '']
  return found && unit ? Math.round(Number(found[1]) * unit) : null
}

function readValue(field: Exclude<NumberField, 'date'>, text: string): number | null {
  switch (NUMBERS[field]) {
    case 'share':
      return readShare(text)
    case 'bytes':
      return readBytes(text)
    case 'count':
      return /^\d{1,6}$/.test(text) ? Number(text) : null
    case 'px':
      return /^\d{1,6}(px)?$/.test(text) ? Number.parseInt(text, 10) : null
  }
}

/** Returns the first moment of a year, month or day, and the first one after it. */
function readDay(text: string): { readonly start: number; readonly end: number } | null {
  const found = /^(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?$/.exec(text)
  if (!found) return null
  const [year, month, day] = [Number(found[1]), Number(found[2] ?? 1), Number(found[3] ?? 1)]
  const start = Date.UTC(year, month - 1, day)
  const date = new Date(start)
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return null
  if (found[3] !== undefined) return { start, end: start + DAY_MS }
  return { start, end: found[2] === undefined ? Date.UTC(year + 1, 0, 1) : Date.UTC(year, month, 1) }
}

const closed = (value: number): Bound => ({ value, open: false })
const open = (value: number): Bound => ({ value, open: true })

/** Reads `<0.6`, `>=768`, `2mb`, `512..1024`, `2026-11`; null when the text is none of these. */
export function readInterval(field: NumberField, text: string): Interval | null {
  const [, comparison = '', rest = ''] = /^(<=|>=|<|>|=)?(.*)$/s.exec(text) ?? []
  const ends = comparison === '' ? rest.split('..') : [rest]
  if (ends.length > 2) return null
  if (field === 'date') {
    const from = readDay(ends[0] ?? '')
    const to = readDay(ends.at(-1) ?? '')
    if (!from || !to) return null
    const min = closed(comparison === '>' ? from.end : from.start)
    const max = open(comparison === '<' ? to.start : to.end)
    return { min: comparison.startsWith('<') ? null : min, max: comparison.startsWith('>') ? null : max }
  }
  const from = readValue(field, ends[0] ?? '')
  const to = readValue(field, ends.at(-1) ?? '')
  if (from === null || to === null) return null
  switch (comparison) {
    case '<':
      return { min: null, max: open(to) }
    case '<=':
      return { min: null, max: closed(to) }
    case '>':
      return { min: open(from), max: null }
    case '>=':
      return { min: closed(from), max: null }
    default:
      return { min: closed(from), max: closed(to) }
  }
}

const day = (ms: number): string => new Date(ms).toISOString().slice(0, 10)

/** Prints an interval; reading the text gives the same interval. */
export function printInterval(field: NumberField, { min, max }: Interval): string {
  if (field === 'date') {
    const from = min && day(min.value)
    const to = max && day(max.value - DAY_MS)
    if (from === null) return `<=${to}`
    if (to === null) return `>=${from}`
    return from === to ? from : `${from}..${to}`
  }
  const write = (value: number) => {
    if (NUMBERS[field] !== 'bytes') return String(value)
    const unit = [1e9, 1e6, 1e3].find((each) => value > 0 && value % (each / 10) === 0 && value >= each)
    return unit === undefined ? String(value) : `${value / unit}${{ 1e9: 'gb', 1e6: 'mb', 1e3: 'kb' }[unit]}`
  }
  if (min && max) return min.value === max.value ? write(min.value) : `${write(min.value)}..${write(max.value)}`
  if (min) return `${min.open ? '>' : '>='}${write(min.value)}`
  return max ? `${max.open ? '<' : '<='}${write(max.value)}` : ''
}
