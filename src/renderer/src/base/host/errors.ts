import { ORPCError } from '@orpc/client'
import { ERROR_CODES, type ErrorCode } from '../../../../main/domain/error.ts'
import { strings } from '../strings/index.ts'

export interface Problem {
  readonly code: ErrorCode
  readonly message: string
}

const CODES: ReadonlySet<string> = new Set(ERROR_CODES)
const isCode = (code: string): code is ErrorCode => CODES.has(code)

/** Turns anything thrown into an error code of the contract and one sentence for the user. */
export function problemOf(error: unknown): Problem {
  if (error instanceof ORPCError) {
    if (error.code === 'UNAUTHORIZED' || error.status === 401 || error.status === 403) {
      return { code: 'UNAVAILABLE', message: strings.errors.unauthorized }
    }
    if (isCode(error.code)) return { code: error.code, message: error.message || strings.errors.internal }
    return { code: 'INTERNAL', message: strings.errors.internal }
  }
  if (error instanceof TypeError) return { code: 'UNAVAILABLE', message: strings.errors.unreachable }
  return { code: 'INTERNAL', message: strings.errors.internal }
}
