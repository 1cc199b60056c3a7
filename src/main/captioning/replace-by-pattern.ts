import { runInNewContext } from 'node:vm'
import { type CaptionChange, changed } from '../domain/caption/change.ts'

export interface PatternJob {
  readonly texts: readonly string[]
  readonly change: Extract<CaptionChange, { kind: 'replace' }>
  readonly limitMs: number
}

/** Returns each text after the replacement; null when it takes longer than the limit, because some expressions would take years. */
export function replaceByPattern({ texts, change, limitMs }: PatternJob): readonly string[] | null {
  let replaced: readonly string[] | null = null
  const work = () => {
    replaced = texts.map((text) => changed(text, change, {}))
  }
  try {
    // A VM context is the platform's only way to stop a regular expression.
    runInNewContext('work()', { work }, { timeout: limitMs })
  } catch (error) {
    // The error comes from the other context, so it is no instance of this one's `Error`.
    const isTimeout = typeof error === 'object' && error !== null && 'code' in error
    if (!isTimeout || error.code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error
  }
  return replaced
}
