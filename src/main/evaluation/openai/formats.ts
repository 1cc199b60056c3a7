/** How a server is held to the form of an answer, best first; where one is refused the next is tried. */
const FORMATS = ['json_schema', 'json_object', 'text'] as const

export type Format = (typeof FORMATS)[number]

/** What worked, by base URL and model. A caller may keep it between sessions. */
export interface FormatMemory {
  get(server: string): Format | null
  set(server: string, format: Format): void
}

export function createFormatMemory(): FormatMemory {
  const known = new Map<string, Format>()
  return { get: (server) => known.get(server) ?? null, set: (server, format) => void known.set(server, format) }
}

/** The next simpler form; null after the last. */
const simpler = (format: Format): Format | null => FORMATS[FORMATS.indexOf(format) + 1] ?? null

/** An answer that was no JSON this often in a row, though a form was asked for, shows that the server ignores it. */
const IGNORED = 2

/** The form to use with one server, learnt as it answers. */
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
    /** It answered, but not with JSON. */
    wasIgnored(format: Format): void {
      ignored++
      if (ignored < IGNORED) return
      ignored = 0
      stepDown(format)
    },
  }
}

export type FormatLadder = ReturnType<typeof createFormatLadder>
