/** A range of the text: `to` is the index after its last character. */
export interface Span {
  readonly from: number
  readonly to: number
}

/** A mistake in a filter, as a sentence with its place. */
export interface FilterMistake extends Span {
  readonly message: string
}

export class Mistake extends Error {
  override readonly name = 'Mistake'
  readonly span: Span
  constructor(message: string, span: Span) {
    super(message)
    this.span = span
  }
}

export interface Word extends Span {
  readonly kind: 'word'
  /** Text before the colon; null without one. */
  readonly key: string | null
  readonly value: string
  readonly valueAt: Span
  readonly quoted: boolean
}

export type Token = (Span & { readonly kind: 'open' | 'close' | 'minus' }) | Word

const isSpace = (char: string | undefined) => char !== undefined && /\s/.test(char)
/** Returns true where an unquoted value ends. */
const isEnd = (char: string | undefined) => char === undefined || isSpace(char) || char === '(' || char === ')'

/** Reads a quoted text from its opening mark; returns it and the index after the closing mark. */
function readQuoted(text: string, from: number): { readonly value: string; readonly to: number } {
  let value = ''
  for (let at = from + 1; at < text.length; at++) {
    const char = text.charAt(at)
    if (char === '"') return { value, to: at + 1 }
    if (char === '\\' && at + 1 < text.length) value += text.charAt(++at)
    else value += char
  }
  throw new Mistake('This quotation mark is not closed. Add a " at the end.', { from, to: text.length })
}

function readValue(text: string, from: number) {
  if (text.charAt(from) === '"') return { ...readQuoted(text, from), quoted: true }
  let to = from
  while (!isEnd(text[to]) && text[to] !== '"') to++
  return { value: text.slice(from, to), to, quoted: false }
}

function readWord(text: string, from: number): Word {
  const key = /^[\p{L}\p{N}_-]+:/u.exec(text.slice(from))?.[0]
  const valueFrom = from + (key?.length ?? 0)
  const { value, to, quoted } = readValue(text, valueFrom)
  return { kind: 'word', key: key?.slice(0, -1) ?? null, value, quoted, valueAt: { from: valueFrom, to }, from, to }
}

/** Splits a filter into tokens. Throws a `Mistake`. */
export function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = []
  let at = 0
  while (at < text.length) {
    const char = text.charAt(at)
    if (isSpace(char)) {
      at++
      continue
    }
    const sign = { '(': 'open', ')': 'close', '-': 'minus' } as const
    if (char === '(' || char === ')' || char === '-') {
      tokens.push({ kind: sign[char], from: at, to: at + 1 })
      at++
      continue
    }
    const word = readWord(text, at)
    tokens.push(word)
    at = word.to
  }
  return tokens
}
