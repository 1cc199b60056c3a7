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
      // At the limit, what is paid for is still brought home.
      if (reason !== 'limit') controller.abort(new EvencastError('CANCELLED', 'The run was stopped.'))
    },
  }
}

/** The disk or the folder as a whole is at fault: going on would fail every step after it in the same way. */
const DISK_FAULTS: Readonly<Record<string, string>> = {
  ENOSPC: 'The disk is full. Free up space and resume the run.',
  EDQUOT: 'The disk quota is used up. Free up space and resume the run.',
  EROFS: 'The disk is read-only. Make it writable and resume the run.',
  EIO: 'The disk reports errors. Check it, then resume the run.',
  ENODEV: 'The drive was removed. Connect it and resume the run.',
  ENXIO: 'The drive was removed. Connect it and resume the run.',
  ESTALE: 'The network drive was disconnected. Connect it and resume the run.',
}

/** Why this error ends the whole run; null when it concerns its step alone. */
export function stopFor(error: unknown): { readonly reason: StopReason; readonly note: string } | null {
  if (error instanceof EvencastError) {
    if (error.code === 'UNAVAILABLE') return { reason: 'unavailable', note: error.message }
    return error.code === 'LIMIT' ? { reason: 'limit', note: error.message } : null
  }
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const note = DISK_FAULTS[code]
  return note === undefined ? null : { reason: 'unavailable', note }
}
