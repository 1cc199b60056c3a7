/** What programs stumble over in the bytes of a short text file. */
export type TextFault = 'bom' | 'not_utf8' | 'control' | 'lines' | 'empty'

export interface ReadText {
  readonly text: string
  readonly faults: readonly TextFault[]
}

const BOM = Buffer.from([0xef, 0xbb, 0xbf])
// oxlint-disable-next-line no-control-regex -- control characters are what is looked for
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/

/** The text of a file without the marks around it, and all that is wrong with its bytes. What is not UTF-8 is read as Windows wrote it. */
export function readText(bytes: Uint8Array): ReadText {
  const faults: TextFault[] = []
  let body = bytes
  if (BOM.equals(bytes.subarray(0, 3))) {
    faults.push('bom')
    body = bytes.subarray(3)
  }
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body)
  } catch {
    faults.push('not_utf8')
    text = new TextDecoder('windows-1252').decode(body)
  }
  if (CONTROL.test(text)) faults.push('control')
  const trimmed = text.trim()
  if (trimmed === '') faults.push('empty')
  // An empty first line counts: sd-scripts reads no further.
  if (/[\r\n]/.test(text.trimEnd())) faults.push('lines')
  return { text: trimmed, faults }
}
