/** Reasons for a failure that the user can act on. Any other error is a bug and becomes INTERNAL. */
export const ERROR_CODES = [
  'BAD_INPUT',
  'NOT_FOUND',
  'CONFLICT',
  'STALE_PLAN',
  'UNAVAILABLE',
  'LIMIT',
  'CANCELLED',
  'UPSTREAM',
  'INTERNAL',
] as const

export type ErrorCode = (typeof ERROR_CODES)[number]

/** The only error type. `message` is a sentence for the user that names the file or field and what to do. */
export class EvencastError extends Error {
  readonly code: ErrorCode

  constructor(code: ErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options)
    this.name = 'EvencastError'
    this.code = code
  }
}

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

/** Returns the system's code of an error (`ENOENT`, `EACCES`, …); empty when it has none. */
export const systemCode = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
