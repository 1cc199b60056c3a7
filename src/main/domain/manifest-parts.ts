import { parseKeeping } from './json-literal.ts'
import { isObject, type Json } from './read-entry.ts'

/** Parsed in one go: some three milliseconds. */
const PART_LETTERS = 500_000

const IMAGES = '\n  "images": [\n'
const END = '\n  ]'
const NEXT = '\n    },\n    {'

/**
 * What a long manifest says that is laid out as Evencast writes it, with stops after each part of its entries. Null where it is not, or not
 * surely: within a text no line begins, so what lies between two entries' ends parses by itself only where it is whole entries.
 */
export function* parsedInParts(text: string): Generator<undefined, Json | null> {
  const start = text.indexOf(IMAGES) + IMAGES.length
  const end = text.indexOf(END, start)
  if (text.length <= PART_LETTERS || start < IMAGES.length || end < start) return null
  try {
    const around = parseKeeping(text.slice(0, start) + text.slice(end))
    // A key that is there twice counts as it is written last.
    const isOnce = !text.slice(0, start - IMAGES.length).includes('"images"') && !text.includes('"images"', end)
    if (!isOnce || !isObject(around) || !Array.isArray(around['images'])) return null
    const images: unknown[] = []
    for (let from = start; from < end;) {
      const next = text.indexOf(NEXT, from + PART_LETTERS)
      const to = next < 0 || next > end ? end : next + NEXT.indexOf(',')
      const part = parseKeeping(`[${text.slice(from, to)}]`)
      if (!Array.isArray(part)) return null
      for (const entry of part) images.push(entry)
      from = to + 1
      yield
    }
    return { ...around, images }
  } catch (error) {
    // The latter is nested too deep.
    if (error instanceof SyntaxError || error instanceof RangeError) return null
    throw error
  }
}
