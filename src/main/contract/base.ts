import { oc } from '@orpc/contract'
import type { ErrorCode } from '../domain/error.ts'

/** HTTP status of each code: 500 is only for bugs, not for problems that a user can fix. */
export const ERROR_STATUS = {
  BAD_INPUT: 400,
  NOT_FOUND: 404,
  CONFLICT: 409,
  STALE_PLAN: 409,
  UNAVAILABLE: 503,
  LIMIT: 422,
  CANCELLED: 499,
  UPSTREAM: 502,
  INTERNAL: 500,
} as const satisfies Record<ErrorCode, number>

/** Base of all procedures that a renderer may call. Every error has one of these codes, and a sentence for the user as its message. */
export const base = oc.errors({
  BAD_INPUT: { status: ERROR_STATUS.BAD_INPUT },
  NOT_FOUND: { status: ERROR_STATUS.NOT_FOUND },
  CONFLICT: { status: ERROR_STATUS.CONFLICT },
  STALE_PLAN: { status: ERROR_STATUS.STALE_PLAN },
  UNAVAILABLE: { status: ERROR_STATUS.UNAVAILABLE },
  LIMIT: { status: ERROR_STATUS.LIMIT },
  CANCELLED: { status: ERROR_STATUS.CANCELLED },
  UPSTREAM: { status: ERROR_STATUS.UPSTREAM },
  INTERNAL: { status: ERROR_STATUS.INTERNAL },
} satisfies Record<ErrorCode, object>)
