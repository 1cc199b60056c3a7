import { diskFault } from '../domain/disk-fault.ts'
import { EvencastError } from '../domain/error.ts'
import type { StopReason } from './records.ts'

/** Ends a run early. The first reason counts. */
export interface Stop {
  /** No step and no further attempt may begin. */
  readonly requested: boolean
  /** Aborted for reasons that cannot wait for what is under way. */
  readonly signal: AbortSignal
  readonly reason: StopReason | null
  readonly note: string | null
  request(reason: StopReason, note: string | null): void
}

export function createStop(): Stop {
  const controller = new AbortController()
  let stopped: { readonly reason: StopReason; readonly note: string | null } | null = null
  return {
    get requested() {
      return stopped !== null
    },
    get reason() {
      return stopped?.reason ?? null
    },
    get note() {
      return stopped?.note ?? null
    },
    signal: controller.signal,
    request(reason, note) {
      stopped ??= { reason, note }
      // What is paid for is still brought home.
      if (reason !== 'limit' && reason !== 'paused')
        controller.abort(new EvencastError('CANCELLED', 'The run was stopped.'))
    },
  }
}

/** Why this error ends the whole run; null when it concerns its step alone. */
export function stopFor(error: unknown): { readonly reason: StopReason; readonly note: string } | null {
  if (error instanceof EvencastError) {
    if (error.code === 'UNAVAILABLE') return { reason: 'unavailable', note: error.message }
    return error.code === 'LIMIT' ? { reason: 'limit', note: error.message } : null
  }
  const note = diskFault(error, 'resume the run')
  return note === null ? null : { reason: 'unavailable', note }
}
