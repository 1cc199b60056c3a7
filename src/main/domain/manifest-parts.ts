import { parseKeeping } from './json-literal.ts'
import { isObject, type Json } from './read-entry.ts'

/** Characters parsed at a time, which takes about three milliseconds. */
const PART_LETTERS = 500_000

const IMAGES = '\n  "images": [\n'
const END = '\n  ]'
const NEXT = '\n    },\n    {'

/**
 * Parses a long manifest in the layout that Evencast writes, and yields after each part of its entries. Returns null when the layout is
 * another or not certain: no line begins within a string, so the text between the ends of two entries parses on its own only when it holds
 * whole entries.
 */
export function* parsedInParts(text: string): Generator<undefined, Json | null> {
  const start = text.indexOf(IMAGES) + IMAGES.length
  const end = text.indexOf(END, start)
  if (text.length <= PART_LETTERS || start < IMAGES.length || end < start) return null
  try {
    const around = parseKeeping(text.slice(0, start) + text.slice(end))
    // When a key occurs twice, the last one counts.
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
    // A RangeError means that the value is nested too deeply.
    if (error instanceof SyntaxError || error instanceof RangeError) return null
    throw error
  }
}
