/** Shared, because thousands of captions are read at a time. */
const STRICT = new TextDecoder('utf-8', { fatal: true })

/**
 * Decodes a text file written by a person or a tool: UTF-8, UTF-16 by its byte order mark (as Windows PowerShell writes it), and Windows'
 * western code page (cp1252) for bytes that are not valid UTF-8. No byte becomes U+FFFD; the byte order mark is left out.
 */
export function decodeText(bytes: Uint8Array): string {
  const [first, second, third] = bytes
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes)
  // UTF-16 without a mark: JSON and captions start with a character whose second byte is zero.
  if (bytes.length % 2 === 0 && first !== 0 && second === 0 && third !== 0)
    return new TextDecoder('utf-16le').decode(bytes)
  try {
    return STRICT.decode(bytes)
  } catch {
    return mixed(bytes)
  }
}

/** Decodes valid UTF-8 sequences as UTF-8 and other bytes as cp1252, because two programs may have written one file. */
function mixed(bytes: Uint8Array): string {
  const utf8 = new TextDecoder('utf-8')
  const western = new TextDecoder('windows-1252')
  const parts: string[] = []
  let start = 0
  for (let at = 0; at < bytes.length;) {
    const length = sequenceLength(bytes, at)
    if (length > 0) {
      at += length
      continue
    }
    parts.push(utf8.decode(bytes.subarray(start, at)), western.decode(bytes.subarray(at, at + 1)))
    at += 1
    start = at
  }
  return [...parts, utf8.decode(bytes.subarray(start))].join('')
}

/** Allowed ranges of the second byte after some lead bytes, which exclude overlong forms and surrogates. */
const SECOND: ReadonlyMap<number, readonly [from: number, to: number]> = new Map([
  [0xe0, [0xa0, 0xbf]],
  [0xed, [0x80, 0x9f]],
  [0xf0, [0x90, 0xbf]],
  [0xf4, [0x80, 0x8f]],
])

/** Returns the length of the UTF-8 sequence at an offset; 0 when there is none. */
function sequenceLength(bytes: Uint8Array, at: number): number {
  const lead = bytes[at] ?? 0
  if (lead < 0x80) return 1
  const length = lead < 0xc2 || lead > 0xf4 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4
  const [from, to] = SECOND.get(lead) ?? [0x80, 0xbf]
  for (let i = 1; i < length; i++) {
    const byte = bytes[at + i] ?? 0
    if (byte < (i === 1 ? from : 0x80) || byte > (i === 1 ? to : 0xbf)) return 0
  }
  return length
}
