/** The result of a command, before anything is printed. */
export interface Outcome {
  /** The document that `--json` prints. */
  readonly report: object
  /** The result as text, on stdout. */
  readonly lines: readonly string[]
  /** Problems and remarks, on stderr. */
  readonly notes?: readonly string[]
  /** True when some actors or steps failed: exit code 1. */
  readonly failed?: boolean
}

export const EXIT = { done: 0, failed: 1, usage: 2, interrupted: 130 } as const

/** Exit codes, as printed at the end of the help. */
export const EXIT_CODES = `
Exit codes: 0 done, 1 finished but some actors or steps failed (they are listed), 2 wrong usage or input,
130 interrupted with the state saved.`
