/**
 * `npm test`: every check there is; one that fails does not keep the others from running. Journeys through a real browser get a
 * second attempt, file by file; what passed only then is named at the end.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build, ROOT } from './build.ts'
import { type Failure, readReport, type Tally } from './test-report.ts'

const PASSED: Tally = { passed: 1, failed: 0, skipped: 0, failures: [] }
const FAILED: Tally = { passed: 0, failed: 1, skipped: 0, failures: [] }

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
function vitest(project: string, files: readonly string[] = []): Tally {
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
      ...files,
    ])
    return readReport(outputFile, ROOT, ok)
  } catch (error) {
    console.error(error)
    return FAILED
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const unsteady: Failure[] = []

function journeys(): Tally {
  const first = vitest('e2e')
  const files = [...new Set(first.failures.map(({ file }) => file))]
  if (files.length === 0 || files.includes('')) return first
  console.log(`\n── journeys, second attempt: ${files.join(' ')}`)
  const second = vitest('e2e', files)
  const again = new Set(second.failures.map(({ name }) => name))
  unsteady.push(...first.failures.filter(({ name }) => !again.has(name)))
  const passed = Math.max(first.passed, first.passed + first.failed - second.failed)
  return { ...first, passed, failed: second.failed, failures: second.failures }
}

// The build comes before the tests that look at its output and run it.
const SUITES: readonly (readonly [name: string, run: () => Tally])[] = [
  ['format', check('oxfmt/bin/oxfmt', '--check')],
  ['types', check('typescript/bin/tsc', '-b')],
  ['lint', check('oxlint/bin/oxlint', '--type-aware')],
  ['unused code', check('knip/bin/knip.js')],
  ['build', () => (build() ? PASSED : FAILED)],
  ['unit', () => vitest('unit')],
  ['integration', () => vitest('integration')],
  ['journeys', journeys],
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
const list = (title: string, failures: readonly Failure[]): void => {
  if (failures.length > 0) console.log(`\n${title}:`)
  for (const { file, name, why } of failures) console.log(`  ${[file, name].join(' ').trim()}${why ? `: ${why}` : ''}`)
}
list('Failed at the first attempt, passed at the second', unsteady)
list(
  'Failed',
  results.flatMap(({ failures }) => failures),
)
const sum = (key: 'passed' | 'failed' | 'skipped'): number => results.reduce((total, result) => total + result[key], 0)
console.log(`\n${sum('passed')} passed, ${sum('failed')} failed, ${sum('skipped')} skipped`)
process.exitCode = sum('failed') > 0 ? 1 : 0
