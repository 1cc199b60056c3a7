import { CommanderError } from 'commander'
import { type ErrorCode, EvencastError } from '../../domain/error.ts'
import { denied, diskFault } from '../../domain/disk-fault.ts'
import { planAgainCommand, StalePlanError } from '../../domain/stale-plan.ts'
import { EXIT } from './outcome.ts'

const EXIT_OF_CODE: Record<ErrorCode, number> = {
  BAD_INPUT: EXIT.usage,
  NOT_FOUND: EXIT.usage,
  CONFLICT: EXIT.usage,
  STALE_PLAN: EXIT.usage,
  UNAVAILABLE: EXIT.failed,
  LIMIT: EXIT.failed,
  UPSTREAM: EXIT.failed,
  INTERNAL: EXIT.failed,
  CANCELLED: EXIT.interrupted,
}

export const INTERRUPTED = 'Interrupted. Progress is saved; run the same command again to continue.'

export interface Failure {
  readonly code: ErrorCode
  readonly message: string
  readonly exitCode: number
}

/** Turns Commander's "error: unknown option '--x'" into a sentence; empty when it has already printed the help. */
function sentence({ code, message }: CommanderError): string {
  if (code === 'commander.help') return ''
  const text = message.replace(/^error: /, '').replaceAll(/\s*\n\s*/g, ' ')
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?)]$/.test(text) ? '' : '.'}`
}

/** Returns null for `--help` and `--version`, which end parsing without a failure. */
export function failureOf(error: unknown, signal: AbortSignal): Failure | null {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return null
    return { code: 'BAD_INPUT', message: sentence(error), exitCode: EXIT.usage }
  }
  if (signal.aborted) return { code: 'CANCELLED', message: INTERRUPTED, exitCode: EXIT.interrupted }
  if (error instanceof StalePlanError) {
    const message = `${error.message} The command that plans again: ${planAgainCommand(error.again)}`
    return { code: error.code, message, exitCode: EXIT_OF_CODE[error.code] }
  }
  if (error instanceof EvencastError)
    return { code: error.code, message: error.message, exitCode: EXIT_OF_CODE[error.code] }
  const fault = diskFault(error) ?? denied(error)
  if (fault !== null) return { code: 'UNAVAILABLE', message: fault, exitCode: EXIT.failed }
  return {
    code: 'INTERNAL',
    message: `Something went wrong (${error instanceof Error ? error.message : String(error)}); evencast.log in the settings folder has the details.`,
    exitCode: EXIT.failed,
  }
}
