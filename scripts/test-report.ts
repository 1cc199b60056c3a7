import { readFileSync } from 'node:fs'
import { relative } from 'node:path'
import { z } from 'zod'

/** The result of a test run. */
export interface Tally {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
  /** File, full name and summary of each failure; a file that could not be collected has only its name. */
  readonly failures: readonly Failure[]
}

export interface Failure {
  readonly file: string
  readonly name: string
  readonly why: string
}

const VitestReport = z.object({
  numPassedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string().optional(),
      assertionResults: z.array(
        z.object({ fullName: z.string(), status: z.string(), failureMessages: z.array(z.string()).nullish() }),
      ),
    }),
  ),
})

/** Returns the first line of a failure. For a property it adds the counterexample and the seed that reproduces it. */
const gist = (text: string | undefined): string =>
  (text?.trim().split('\n') ?? [])
    .filter((line, at) => at === 0 || /^(?:\{ seed:|Counterexample:)/.test(line))
    .map((line) => line.slice(0, 300))
    .join(' ')

/** Reads the output of vitest's JSON reporter; `ok` is true when its process succeeded. */
export function readReport(file: string, root: string, ok: boolean): Tally {
  const report = VitestReport.parse(JSON.parse(readFileSync(file, 'utf8')))
  const failures = report.testResults.flatMap(({ name, status, message, assertionResults }): Failure[] => {
    const tests = assertionResults.filter((test) => test.status === 'failed')
    const file = relative(root, name)
    if (status === 'failed' && tests.length === 0) return [{ file, name: '', why: gist(message) }]
    return tests.map((test) => ({ file, name: test.fullName, why: gist(test.failureMessages?.[0]) }))
  })
  // An error outside of all tests is not listed in the report, but counts as a failure.
  if (!ok && failures.length === 0) failures.push({ file: '', name: 'an error outside of the tests', why: '' })
  return {
    passed: report.numPassedTests,
    failed: failures.length,
    skipped: report.numPendingTests + report.numTodoTests,
    failures,
  }
}
