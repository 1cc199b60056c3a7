import { createHash } from 'node:crypto'

/** Fixed before any experiment. The sources it holds back are evaluated once, at the end. */
const SEED = 'held back 2026-11-29'

/** Returns a fifth of the sources. */
export function heldBack(sources: Iterable<string>): ReadonlySet<string> {
  const digest = (source: string): string => createHash('sha256').update(`${SEED}\n${source}`).digest('hex')
  const ordered = [...new Set(sources)].sort((a, b) => (digest(a) < digest(b) ? -1 : 1))
  return new Set(ordered.slice(0, Math.round(ordered.length / 5)))
}
