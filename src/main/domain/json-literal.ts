// Brings the type of a reviver's third argument.
import type {} from './lossless-json.ts'

/**
 * A JSON value that is kept as it was written, letter by letter: a number that a double cannot hold or would write otherwise, `NaN`
 * as Python writes it, a value nested beyond what anyone reads. It is a string that begins with `MARK`, so that it passes unchanged
 * through databases and copies of JSON; `stringifyKeeping` writes the text itself.
 */
const MARK = '\uF8FFjson:'

const NOT_FINITE: ReadonlySet<string> = new Set(['NaN', 'Infinity', '-Infinity'])

export const literal = (text: string): string => `${MARK}${text}`

/** The text of a kept value; null for any other value. */
const literalText = (value: unknown): string | null =>
  typeof value === 'string' && value.startsWith(MARK) ? value.slice(MARK.length) : null

/** A kept value as what it says: a number where a double holds it, otherwise its text. Other values as they are. */
export function plainValue(value: unknown): unknown {
  const text = literalText(value)
  if (text === null) return value
  if (text.startsWith('"')) return JSON.parse(text)
  const number = Number(text)
  const held = Number.isFinite(number) && (Number.isSafeInteger(number) || !Number.isInteger(number))
  return text.trim() !== '' && held ? number : text
}

/** A number as `JSON.stringify` writes it, as far as its letters tell. */
const USUAL = String.raw`(?:-?[1-9]\d{0,14}|0|(?:-?[1-9]\d{0,8}|0)\.\d{0,5}[1-9])(?=[\s,\]}])`
/** Wherever a value may stand, another number; and what a text of ours begins with. Long texts may hold something that only looks so. */
const UNUSUAL = new RegExp(
  String.raw`\uF8FF|\\u[fF]8[fF]{2}|"\s*:\s*(?!${USUAL})[-\d]|["\]}]\s*,\s*[-\d]|(?:true|false|null)\s*,\s*[-\d]|\[\s*[-\d]|^\s*[-\d]`,
)

/** Like `JSON.parse`, but values that would be written otherwise are kept (`literal`), and `NaN` and `Infinity` are read. */
export function parseKeeping(text: string): unknown {
  try {
    // To look at each value takes several times as long.
    return UNUSUAL.test(text) ? JSON.parse(text, keep) : JSON.parse(text)
  } catch (error) {
    if (!/NaN|Infinity/.test(text) || !(error instanceof SyntaxError)) throw error
    return JSON.parse(quoteNotFinite(text), keep)
  }
}

function keep(_key: string, value: unknown, { source }: { readonly source?: string }): unknown {
  if (typeof value === 'number' && source !== undefined && String(value) !== source) return literal(source)
  // A text that looks like one of ours.
  if (typeof value === 'string' && value.startsWith(MARK) && !NOT_FINITE.has(value.slice(MARK.length)))
    return literal(JSON.stringify(value))
  return value
}

const quoteNotFinite = (text: string): string =>
  text.replaceAll(/"[^"\\]*(?:\\.[^"\\]*)*"|-?\b(?:NaN|Infinity)\b/gs, (token) =>
    NOT_FINITE.has(token) ? JSON.stringify(literal(token)) : token,
  )

/** Levels of an unknown value that are laid out line by line. */
const LEVELS = 4

/** A value that is nested deeper than people read becomes one that is kept on one line: two thousand levels would be megabytes of blanks. */
export const compacted = (value: unknown): unknown =>
  isDeeper(value, LEVELS) ? literal(written(JSON.stringify(value))) : value

const isDeeper = (value: unknown, levels: number): boolean =>
  typeof value === 'object' &&
  value !== null &&
  (levels === 0 || Object.values(value).some((inner) => isDeeper(inner, levels - 1)))

/** Like `JSON.stringify` with two blanks a level; kept values are written as they were. `indent`: before every line but the first. */
export const stringifyKeeping = (value: unknown, indent = ''): string => {
  const json = JSON.stringify(value, null, 2)
  return written(indent === '' ? json : json.replaceAll('\n', `\n${indent}`))
}

/** Kept values in their own letters. What is no JSON, and so was not kept by us, stays a string. */
const written = (json: string): string =>
  json.includes(MARK)
    ? json.replaceAll(/"\uF8FFjson:[^"\\]*(?:\\.[^"\\]*)*"(?!\s*:)/gs, (string) => {
        const text = literalText(JSON.parse(string)) ?? ''
        return isValue(text) ? text : string
      })
    : json

function isValue(text: string): boolean {
  if (NOT_FINITE.has(text)) return true
  try {
    parseKeeping(text)
    return true
  } catch {
    return false
  }
}
