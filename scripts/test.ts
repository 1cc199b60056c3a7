/** `npm test`: every check there is; one that fails does not keep the others from running. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { build, ROOT } from './build.ts'

interface Tally {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
}

const PASSED: Tally = { passed: 1, failed: 0, skipped: 0 }
const FAILED: Tally = { passed: 0, failed: 1, skipped: 0 }

const VitestReport = z.object({
  success: z.boolean(),
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
})

/** Runs a package's program on this Node, whatever the system's is. */
function run(program: string, args: readonly string[]): boolean {
  const { status } = spawnSync(process.execPath, [join(ROOT, 'node_modules', program), ...args], {
    cwd: ROOT,
    stdio: 'inherit',
    env: {
      ...process.env,
      PATH: `${join(ROOT, 'node_modules/.bin')}${process.platform === 'win32' ? ';' : ':'}${process.env.PATH}`,
    },
  })
  return status === 0
}

const check =
  (program: string, ...args: readonly string[]) =>
  (): Tally =>
    run(program, args) ? PASSED : FAILED

/** A project's tests, counted one by one; tests that could not even be collected count as one failure. */
const vitest = (project: string) => (): Tally => {
  const folder = mkdtempSync(join(tmpdir(), 'evencast-test-'))
  const outputFile = join(folder, 'report.json')
  try {
    const ok = run('vitest/vitest.mjs', [
      'run',
      '--project',
      project,
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${outputFile}`,
    ])
    const report = VitestReport.parse(JSON.parse(readFileSync(outputFile, 'utf8')))
    const uncounted = (!ok || !report.success) && report.numFailedTests === 0 ? 1 : 0
    return {
      passed: report.numPassedTests,
      failed: report.numFailedTests + uncounted,
      skipped: report.numPendingTests + report.numTodoTests,
    }
  } catch (error) {
    console.error(error)
    return FAILED
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

// The build comes before the tests that look at its output and run it.
const SUITES: readonly (readonly [name: string, run: () => Tally])[] = [
  ['format', check('oxfmt/bin/oxfmt', '--check')],
  ['types', check('typescript/bin/tsc', '-b')],
  ['lint', check('oxlint/bin/oxlint', '--type-aware')],
  ['unused code', check('knip/bin/knip.js')],
  ['build', () => (build() ? PASSED : FAILED)],
  ['unit', vitest('unit')],
  ['integration', vitest('integration')],
  ['journeys', vitest('e2e')],
]

const results = SUITES.map(([name, suite]) => {
  console.log(`\n── ${name}`)
  const tally = suite()
  return { name, ...tally }
})

console.log('')
for (const { name, passed, failed, skipped } of results)
  console.log(
    `${failed > 0 ? 'FAILED' : 'ok    '}  ${name.padEnd(12)} ${passed} passed, ${failed} failed, ${skipped} skipped`,
  )
const sum = (key: keyof Tally): number => results.reduce((total, result) => total + result[key], 0)
console.log(`${sum('passed')} passed, ${sum('failed')} failed, ${sum('skipped')} skipped`)
process.exitCode = sum('failed') > 0 ? 1 : 0
