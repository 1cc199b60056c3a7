// Imports the type of a reviver's third argument.
import type {} from './lossless-json.ts'

/**
 * Marks a JSON value that is kept exactly as it was written: a number that a double cannot hold or would print differently, Python's `NaN`,
 * or a value nested deeper than anyone reads. Such a value is a string that begins with `MARK`, so it passes unchanged through databases
 * and copies of JSON; `stringifyKeeping` writes its text.
 */
const MARK = '\uF8FFjson:'

const NOT_FINITE: ReadonlySet<string> = new Set(['NaN', 'Infinity', '-Infinity'])

export const literal = (text: string): string => `${MARK}${text}`

/** Returns the text of a kept value; null for any other value. */
const literalText = (value: unknown): string | null =>
  typeof value === 'string' && value.startsWith(MARK) ? value.slice(MARK.length) : null

/** Returns the meaning of a kept value: a number when a double can hold it, otherwise its text. Returns other values unchanged. */
export function plainValue(value: unknown): unknown {
  const text = literalText(value)
  if (text === null) return value
  if (text.startsWith('"')) return JSON.parse(text)
  const number = Number(text)
  const held = Number.isFinite(number) && (Number.isSafeInteger(number) || !Number.isInteger(number))
  return text.trim() !== '' && held ? number : text
}

/** Matches a number in the form that `JSON.stringify` writes. */
const USUAL = String.raw`(?:-?[1-9]\d{0,14}|0|(?:-?[1-9]\d{0,8}|0)\.\d{0,5}[1-9])(?=[\s,\]}])`
/** Matches any other number where a value may stand, and the start of our marked strings. Long texts may contain false matches. */
const UNUSUAL = new RegExp(
  String.raw`\uF8FF|\\u[fF]8[fF]{2}|"\s*:\s*(?!${USUAL})[-\d]|["\]}]\s*,\s*[-\d]|(?:true|false|null)\s*,\s*[-\d]|\[\s*[-\d]|^\s*[-\d]`,
)

/** Parses like `JSON.parse`, but keeps values that would be written differently (`literal`) and accepts `NaN` and `Infinity`. */
export function parseKeeping(text: string): unknown {
  try {
    // Use the reviver only when needed, because it takes several times as long.
    return UNUSUAL.test(text) ? JSON.parse(text, keep) : JSON.parse(text)
  } catch (error) {
    if (!/NaN|Infinity/.test(text) || !(error instanceof SyntaxError)) throw error
    return JSON.parse(quoteNotFinite(text), keep)
  }
}

function keep(_key: string, value: unknown, { source }: { readonly source?: string }): unknown {
  if (typeof value === 'number' && source !== undefined && String(value) !== source) return literal(source)
  // The string only looks like a kept value.
  if (typeof value === 'string' && value.startsWith(MARK) && !NOT_FINITE.has(value.slice(MARK.length)))
    return literal(JSON.stringify(value))
  return value
}

const quoteNotFinite = (text: string): string =>
  text.replaceAll(/"[^"\\]*(?:\\.[^"\\]*)*"|-?\b(?:NaN|Infinity)\b/gs, (token) =>
    NOT_FINITE.has(token) ? JSON.stringify(literal(token)) : token,
  )

/** Levels of an unknown value that are printed line by line. */
const LEVELS = 4

/** Keeps a deeply nested value on one line: two thousand levels would be megabytes of spaces. */
export const compacted = (value: unknown): unknown =>
  isDeeper(value, LEVELS) ? literal(written(JSON.stringify(value))) : value

const isDeeper = (value: unknown, levels: number): boolean =>
  typeof value === 'object' &&
  value !== null &&
  (levels === 0 || Object.values(value).some((inner) => isDeeper(inner, levels - 1)))

/**
 * Prints like `JSON.stringify` with two spaces per level; kept values are written as they were read. `indent` goes before every line but
 * the first.
 */
export const stringifyKeeping = (value: unknown, indent = ''): string => {
  const json = JSON.stringify(value, null, 2)
  return written(indent === '' ? json : json.replaceAll('\n', `\n${indent}`))
}

/** Replaces kept values by their text. A marked string that is not valid JSON was not kept by us and stays a string. */
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
