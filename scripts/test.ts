/**
 * `npm test`: every check there is; one that fails does not keep the others from running. Journeys through a real browser get a
 * second attempt, file by file; what passed only then is named at the end. With names (`node scripts/run.mjs test unit`): those alone;
 * "all" stands for what is done without any.
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

/** Tests of these projects, counted one by one; tests that could not even be collected count as one failure. */
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

/** The short cut of the torture, which needs what Linux has. */
const torture = async (): Promise<Tally> => {
  if (process.platform !== 'linux') return SKIPPED
  return (await runScript('test/torture/run.ts', ['--short'])) ? PASSED : FAILED
}

/** The short cut of the package's check, which needs what Debian has. */
const packaging = async (): Promise<Tally> => {
  if (process.platform !== 'linux') return SKIPPED
  return (await runScript('test/package/run.ts', ['--short'])) ? PASSED : FAILED
}

const checks = async (): Promise<Result[]> =>
  (await runChecks()).map(({ name, ok }) => ({ name, ...(ok ? PASSED : FAILED) }))
const of = (name: string, run: () => Promise<Tally>) => async (): Promise<Result[]> => [{ name, ...(await run()) }]

// The build comes before the tests that look at its output and run it. Unit and integration tests share their workers: the long files of
// the one leave room for the short ones of the other.
const SUITES: Readonly<Record<string, () => Promise<Result[]>>> = {
  checks,
  build: of('build', async () => (build() ? PASSED : FAILED)),
  tests: of('tests', () => vitest(['unit', 'integration'])),
  journeys: of('journeys', journeys),
}
/** Parts of the whole, for those who ask for them by name. */
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
