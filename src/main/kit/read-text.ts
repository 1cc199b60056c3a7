import { isUtf8 } from 'node:buffer'
import { decodeText } from './decode-text.ts'

/** Faults in the bytes of a short text file that cause trouble in programs. */
type TextFault = 'bom' | 'not_utf8' | 'control' | 'lines' | 'empty'

export interface ReadText {
  readonly text: string
  readonly faults: readonly TextFault[]
}

// oxlint-disable-next-line no-control-regex -- control characters are what is looked for
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/

/**
 * Decodes a file, without surrounding white space, and lists the faults of its bytes. Text that is not UTF-8 is read as Windows wrote it.
 */
export function readText(bytes: Uint8Array): ReadText {
  const faults: TextFault[] = []
  const text = decodeText(bytes)
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) faults.push('bom')
  // UTF-16 without its mark is valid UTF-8 with zeros in it.
  if (!isUtf8(bytes) || (text !== '' && bytes[1] === 0 && !text.includes('\0'))) faults.push('not_utf8')
  if (CONTROL.test(text)) faults.push('control')
  const trimmed = text.trim()
  if (trimmed === '') faults.push('empty')
  // An empty first line counts, because sd-scripts reads only that one.
  if (/[\r\n]/.test(text.trimEnd())) faults.push('lines')
  return { text: trimmed, faults }
}
