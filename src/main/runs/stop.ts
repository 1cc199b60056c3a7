import { diskFault } from '../domain/disk-fault.ts'
import { EvencastError } from '../domain/error.ts'
import type { StopReason } from './records.ts'

/** Stops a run early. The first reason counts. */
export interface Stop {
  /** True when no step and no further attempt may start. */
  readonly requested: boolean
  /** Aborted for reasons that cannot wait for the work in progress. */
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
      // Pictures that are paid for are still fetched.
      if (reason !== 'limit' && reason !== 'paused')
        controller.abort(new EvencastError('CANCELLED', 'The run was stopped.'))
    },
  }
}

/** Returns why this error stops the whole run; null when it concerns only its step. */
export function stopFor(error: unknown): { readonly reason: StopReason; readonly note: string } | null {
  if (error instanceof EvencastError) {
    if (error.code === 'UNAVAILABLE') return { reason: 'unavailable', note: error.message }
    return error.code === 'LIMIT' ? { reason: 'limit', note: error.message } : null
  }
  const note = diskFault(error, 'resume the run')
  return note === null ? null : { reason: 'unavailable', note }
}
