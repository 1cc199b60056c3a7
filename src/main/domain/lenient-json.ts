import { parseKeeping } from './json-literal.ts'

export interface Lenient {
  readonly value: unknown
  /** True when the text had comments, which a rewrite would lose. */
  readonly comments: boolean
}

/** An unterminated comment extends to the end of the text, so that no part is scanned twice. */
const STRING_OR_COMMENT = /"[^"\\]*(?:\\.[^"\\]*)*"|\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/g
const STRING_OR_COMMA = /"[^"\\]*(?:\\.[^"\\]*)*"|,(?=\s*[}\]])/g

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value)

/** Parses JSON as `parseKeeping` does, and as people write it: with comments, trailing commas or one object per line (JSONL). */
export function parseLenient(text: string): Lenient {
  try {
    return { value: parseKeeping(text), comments: false }
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    const bare = text.replaceAll(STRING_OR_COMMENT, (token) => (token.startsWith('"') ? token : ' '))
    const plain = bare.replaceAll(STRING_OR_COMMA, (token) => (token === ',' ? '' : token))
    const value = parsed(plain) ?? lines(plain)
    if (value === undefined) throw error
    return { value, comments: bare !== text }
  }
}

function parsed(text: string): unknown {
  try {
    return parseKeeping(text)
  } catch {
    return undefined
  }
}

function lines(text: string): readonly unknown[] | undefined {
  const values: unknown[] = []
  for (const line of text.split('\n')) {
    const one = line.trim().replace(/,$/, '')
    if (one === '') continue
    const value = parsed(one)
    // Stop at the first line that is not an object, so that other texts are not read to the end.
    if (!isObject(value)) return undefined
    values.push(value)
  }
  return values.length > 0 ? values : undefined
}
