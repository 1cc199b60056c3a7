/**
 * `npm test`: runs every check, even after one has failed. Journeys in a real browser are retried once, file by file, and those that passed
 * only then are listed at the end. Names select suites (`node scripts/run.mjs test unit`); "all" stands for the default.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build, ensureBuilt, ROOT } from './build.ts'
import { runChecks, runProgram, runScript } from './checks.ts'
import { type Failure, readReport, type Tally } from './test-report.ts'

const PASSED: Tally = { passed: 1, failed: 0, skipped: 0, failures: [] }
const FAILED: Tally = { passed: 0, failed: 1, skipped: 0, failures: [] }
const SKIPPED: Tally = { passed: 0, failed: 0, skipped: 1, failures: [] }

interface Result extends Tally {
  readonly name: string
}

/** A browser keeps a core busy by itself. */
const WORKERS: Readonly<Record<string, string>> = { e2e: '100%' }

/** Runs these projects and counts their tests; a file that could not be collected counts as one failure. */
async function vitest(projects: readonly string[], files: readonly string[] = []): Promise<Tally> {
  const folder = mkdtempSync(join(tmpdir(), 'evencast-test-'))
  const outputFile = join(folder, 'report.json')
  try {
    const ok = await runProgram('vitest/vitest.mjs', [
      'run',
      ...projects.map((project) => `--project=${project}`),
      ...projects.flatMap((project) => (WORKERS[project] ? [`--maxWorkers=${WORKERS[project]}`] : [])),
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

async function journeys(): Promise<Tally> {
  const first = await vitest(['e2e'])
  const files = [...new Set(first.failures.map(({ file }) => file))]
  if (files.length === 0 || files.includes('')) return first
  console.log(`\n── journeys, second attempt: ${files.join(' ')}`)
  const second = await vitest(['e2e'], files)
  const again = new Set(second.failures.map(({ name }) => name))
  unsteady.push(...first.failures.filter(({ name }) => !again.has(name)))
  const passed = Math.max(first.passed, first.passed + first.failed - second.failed)
  return { ...first, passed, failed: second.failed, failures: second.failures }
}

/** Runs the short version of the torture tests, which require Linux. */
const torture = async (): Promise<Tally> => {
  if (process.platform !== 'linux') return SKIPPED
  return (await runScript('test/torture/run.ts', ['--short'])) ? PASSED : FAILED
}

/** Runs the short version of the package check, which requires Debian. */
const packaging = async (): Promise<Tally> => {
  if (process.platform !== 'linux') return SKIPPED
  return (await runScript('test/package/run.ts', ['--short'])) ? PASSED : FAILED
}

const checks = async (): Promise<Result[]> =>
  (await runChecks()).map(({ name, ok }) => ({ name, ...(ok ? PASSED : FAILED) }))
const of = (name: string, run: () => Promise<Tally>) => async (): Promise<Result[]> => [{ name, ...(await run()) }]

// The build comes before the tests that check and run its output. Unit and integration tests share workers, so that short files of the one
// fill the gaps between long files of the other.
const SUITES: Readonly<Record<string, () => Promise<Result[]>>> = {
  checks,
  build: of('build', async () => (build() ? PASSED : FAILED)),
  tests: of('tests', () => vitest(['unit', 'integration'])),
  journeys: of('journeys', journeys),
}
/** Parts of the default suite, which can be selected by name. */
const PARTS: typeof SUITES = {
  ...SUITES,
  unit: of('unit', () => vitest(['unit'])),
  integration: of('integration', () => vitest(['integration'])),
  torture: of('torture', torture),
  package: of('package', packaging),
}

const WHOLE = Object.keys(SUITES)
const asked = process.argv.slice(2).flatMap((name) => (name === 'all' ? WHOLE : [name]))
const strange = asked.filter((name) => !(name in PARTS))
if (strange.length > 0) {
  console.error(`There is no suite “${strange.join(' ')}”: choose from all, ${Object.keys(PARTS).join(', ')}.`)
  process.exit(2)
}
if (asked.length > 0 && !asked.includes('build')) ensureBuilt()

const results: Result[] = []
for (const name of asked.length > 0 ? asked : WHOLE) {
  console.log(`\n── ${name}`)
  const begun = performance.now()
  results.push(...((await PARTS[name]?.()) ?? []))
  console.log(`── ${name} took ${((performance.now() - begun) / 1000).toFixed(0)} s`)
}

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
