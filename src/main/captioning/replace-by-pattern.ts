import { runInNewContext } from 'node:vm'
import { type CaptionChange, changed } from '../domain/caption/change.ts'

export interface PatternJob {
  readonly texts: readonly string[]
  readonly change: Extract<CaptionChange, { kind: 'replace' }>
  readonly limitMs: number
}

/** Each text after the replacement; null when that takes longer than the limit: some expressions would take years. */
export function replaceByPattern({ texts, change, limitMs }: PatternJob): readonly string[] | null {
  let replaced: readonly string[] | null = null
  const work = () => {
    replaced = texts.map((text) => changed(text, change, {}))
  }
  try {
    // Nothing else of the platform stops an expression half way.
    runInNewContext('work()', { work }, { timeout: limitMs })
  } catch (error) {
    // Of the other context: no `Error` of this one.
    const isTimeout = typeof error === 'object' && error !== null && 'code' in error
    if (!isTimeout || error.code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error
  }
  return replaced
}
