/** What a command came to, before anything is printed. */
export interface Outcome {
  /** The document that `--json` prints. */
  readonly report: object
  /** The same for people, on stdout. */
  readonly lines: readonly string[]
  /** What went wrong or deserves a look, on stderr. */
  readonly notes?: readonly string[]
  /** Finished, but some actors or steps failed: exit code 1. */
  readonly failed?: boolean
}

export const EXIT = { done: 0, failed: 1, usage: 2, interrupted: 130 } as const

/** Exit codes as the program's help ends with them. */
export const EXIT_CODES = `
Exit codes: 0 done, 1 finished but some actors or steps failed (they are listed), 2 wrong usage or input,
130 interrupted with the state saved.`
