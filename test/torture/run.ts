/**
 * `npm run torture`: tests the promises about people's data and money under every kind of failure. `--seed N` repeats a run, `--short` is
 * the version that is part of the tests, `--only LINE` selects one line, `--only "kill: undo"` one job of its kills and `--chain N` one
 * chain as a failure names it; `--plant BUG` builds a copy with a bug that must be found.
 */
import { mkdir, mkdtemp, rm, statfs } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { ensureBuilt, ROOT } from '../../scripts/build.ts'
import type { Bench } from './fixture.ts'
import { LINES } from './lines/index.ts'
import { FOUND_BY, isPlant, plant, PLANTS } from './plants.ts'
import type { Program } from './program.ts'
import { createRandom } from './random.ts'
import { headLine, isSound, type Line, textOf } from './report.ts'

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    short: { type: 'boolean', default: false },
    only: { type: 'string' },
    chain: { type: 'string' },
    plant: { type: 'string' },
  },
})

if (process.platform !== 'linux') {
  console.log('This needs Linux: its signals, its file systems. Nothing was tried.')
  process.exit(0)
}

/** Time limit of the long run on any machine, in milliseconds. Trials beyond it are listed as skipped. */
const LONG_MS = 18 * 60_000
const SHORT_MS = 120_000

/** Memory needed for the files of concurrent trials, with a margin. */
const LEAST_MEMORY_BYTES = 4 * 1024 ** 3

const seed = Number(values.seed ?? (values.short ? 1 : Date.now() % 1_000_000))
const dir = await mkdtemp(join(await fastest(), 'evencast-torture-'))
// Programs are started by the thousand, so compiled code is cached.
process.env['NODE_COMPILE_CACHE'] ??= join(dir, 'compiled')
let number = 0

/**
 * Returns the fastest folder. What a killed process has written is in the system's cache, whatever the disk, so memory serves as well and
 * is far faster.
 */
async function fastest(): Promise<string> {
  const memory = '/dev/shm'
  const { bavail, bsize } = await statfs(memory).catch(() => ({ bavail: 0, bsize: 0 }))
  return bavail * bsize > LEAST_MEMORY_BYTES ? memory : tmpdir()
}

async function programOf(): Promise<Program> {
  const bug = values.plant
  if (bug === undefined) {
    ensureBuilt()
    return { root: ROOT }
  }
  if (!isPlant(bug))
    throw new Error(`There is no bug “${bug}”. Those that can be planted: ${Object.keys(PLANTS).join(', ')}.`)
  console.log(`Building a copy with the bug “${bug}” …`)
  try {
    return await plant(ROOT, bug, join(dir, 'planted'))
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    await rm(dir, { recursive: true, force: true })
    // Not 1, because a bug that could not be planted does not count as found.
    process.exit(2)
  }
}

const only = values.only ?? (values.plant !== undefined && isPlant(values.plant) ? FOUND_BY[values.plant] : undefined)
let sound = true
let found = ''
try {
  const bench: Bench = {
    program: await programOf(),
    dir,
    seed,
    random: createRandom(seed),
    long: !values.short,
    job: only?.includes(': ') ? only.slice(only.indexOf(': ') + 2) : null,
    chain: values.chain === undefined ? null : Number(values.chain),
    timeMs: values.short ? SHORT_MS : LONG_MS,
    timeLeft: () => true,
    say: (text) => process.stderr.write(`  … ${text}\n`),
    async folder(name) {
      const path = join(dir, `${name}-${number++}`)
      await mkdir(path, { recursive: true })
      return path
    },
  }
  console.log(`seed ${seed}${values.short ? ', the short cut' : ''}\n${headLine()}`)
  const began = Date.now()
  const all: Line[] = []
  const chosen = LINES.filter(({ name }) => only === undefined || name === only.split(': ', 1)[0])
  const until = began + (bench.long ? LONG_MS : SHORT_MS)
  for (const [i, { share, run }] of chosen.entries()) {
    const ahead = chosen.slice(i).reduce((sum, line) => sum + line.share, 0)
    const lineBegan = Date.now()
    const timeMs = ((until - lineBegan) * share) / ahead
    for (const line of await run({ ...bench, timeMs, timeLeft: () => Date.now() < lineBegan + timeMs })) {
      all.push(line)
      console.log(textOf(line))
    }
    bench.say(`${chosen[i]?.name} took ${Math.round((Date.now() - lineBegan) / 1000)} s`)
  }
  sound = all.length > 0 && all.every(isSound)
  const tried = all.reduce((sum, line) => sum + line.tried, 0)
  const seconds = Math.round((Date.now() - began) / 1000)
  if (values.plant !== undefined) found = `; the bug “${values.plant}” was ${sound ? 'NOT ' : ''}found`
  console.log(`\n${tried} faults tried in ${seconds} s: ${sound ? 'all survived' : 'NOT all survived'}${found}`)
} finally {
  await rm(dir, { recursive: true, force: true, maxRetries: 3 })
}
process.exitCode = sound ? 0 : 1
