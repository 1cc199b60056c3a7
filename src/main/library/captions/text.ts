import type { CaptionFault } from '../../domain/caption/caption.ts'
import { captionIn } from '../../domain/caption/formats.ts'
import { readText } from '../../kit/read-text.ts'

export interface CaptionText {
  readonly text: string
  readonly faults: readonly CaptionFault[]
}

/** Returns the caption in the caption file of an image; null for a JSON file without one. */
export function captionTextOf(name: string, bytes: Uint8Array): CaptionText | null {
  const read = readText(bytes)
  if (!name.toLowerCase().endsWith('.json')) return read
  const text = inJson(read.text)
  return text === null ? null : { text, faults: [] }
}

function inJson(text: string): string | null {
  try {
    return captionIn(JSON.parse(text))
  } catch {
    return null
  }
}
