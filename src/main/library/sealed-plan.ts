import { createHash } from 'node:crypto'
import { canonicalText } from '../domain/canonical-json.ts'
import { parseLossless } from '../domain/lossless-json.ts'
import { jsonText } from './json-file.ts'

type Fields = Readonly<Record<string, unknown>>

/** Returns the hash of a plan's content, whatever the order of its keys; stored in it as `checksum`. */
export const checksumOf = (plan: Fields): string => {
  const { checksum: _, ...content } = plan
  return createHash('sha256').update(canonicalText(content)).digest('hex')
}

/** Returns the text of a plan's file from its JSON. The checksum tells whether the file was changed afterwards. */
export function sealedText(json: string): string {
  const plan: Fields = Object.fromEntries(Object.entries(parseLossless(json) ?? {}))
  return jsonText({ ...plan, checksum: checksumOf(plan) })
}
