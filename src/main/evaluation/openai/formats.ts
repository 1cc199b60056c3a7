/** Ways to constrain the format of an answer, strictest first; when a server refuses one, the next is tried. */
const FORMATS = ['json_schema', 'json_object', 'text'] as const

export type Format = (typeof FORMATS)[number]

/** Formats that worked, by base URL and model. A caller may keep them between sessions. */
export interface FormatMemory {
  get(server: string): Format | null
  set(server: string, format: Format): void
}

export function createFormatMemory(): FormatMemory {
  const known = new Map<string, Format>()
  return { get: (server) => known.get(server) ?? null, set: (server, format) => void known.set(server, format) }
}

/** Returns the next simpler format; null after the last. */
const simpler = (format: Format): Format | null => FORMATS[FORMATS.indexOf(format) + 1] ?? null

/** Answers in a row that were not JSON although a format was requested, after which the server is assumed to ignore it. */
const IGNORED = 2

/** Creates the choice of format for one server, which learns from its answers. */
export function createFormatLadder(server: string, memory: FormatMemory) {
  let ignored = 0
  const stepDown = (from: Format): Format | null => {
    const next = simpler(from)
    // Another request may have stepped down already.
    if (next && current() === from) memory.set(server, next)
    return next
  }
  const current = (): Format => memory.get(server) ?? 'json_schema'
  return {
    current,
    refused: stepDown,
    worked(format: Format): void {
      ignored = 0
      if (format === current()) memory.set(server, format)
    },
    /** Records an answer that was not JSON. */
    wasIgnored(format: Format): void {
      ignored++
      if (ignored < IGNORED) return
      ignored = 0
      stepDown(format)
    },
  }
}

export type FormatLadder = ReturnType<typeof createFormatLadder>
