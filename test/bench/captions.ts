import { mkdir, writeFile } from 'node:fs/promises'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { join } from 'node:path'
import { createCatalog } from '../../src/main/catalog/catalog.ts'
import { openDatabase } from '../../src/main/catalog/database.ts'
import { CATALOG_SCHEMA } from '../../src/main/catalog/schema.ts'
import { promptLibrary } from '../../src/main/generation/prompts/library.ts'
import { replaceFile } from '../../src/main/library/durable.ts'
import { libraryTags } from '../../src/main/operations/captions/library-tags.ts'
import { createSearch } from '../../src/main/operations/view/search.ts'
import { ensureBuilt, ROOT } from '../../scripts/build.ts'
import { testCore } from '../support/core.ts'
import { temporaryFolder } from '../support/library.ts'
import { nothingSeen } from '../support/seeing.ts'
import { writeManyFiles } from './files.ts'
import { duration, inFlight, percentile, ratio, type Section, timed } from './measure.ts'

const CAPTIONS = 20_000
const REPLACED = 2000
const TIMES = 7

const captionOf = (n: number): string =>
  n % 2 === 0
    ? `A photo of ohwx woman ${n} at a table near a window, head and shoulders, smiling, in soft evening light, with a red scarf and a cup.`
    : `ohwx, woman, red scarf, place ${n % 700}, soft light, smiling, window, cup, table`

const ASKED = ['caption:"red scarf"', 'caption:ohwx words:>20', 'caption:none', 'caption:"place 42"'] as const

/** Measures a search through twenty thousand captions and the change of two thousand of them on disk. */
export const captions: Section = {
  name: 'captions',
  async run(say) {
    await using folder = await temporaryFolder()
    await searching(join(folder.path, 'catalog.db'), say)
    await replacing(join(folder.path, 'replaced'), say)
    await typing(join(folder.path, 'typed'), say)
  },
}

/** Measures as `timed` does, plus the processor time, which does not depend on other load of the machine. */
async function busy<T>(work: () => Promise<T>) {
  const before = process.cpuUsage()
  const { ms, value } = await timed(work)
  const { user, system } = process.cpuUsage(before)
  return { ms, value, cpuMs: (user + system) / 1000 }
}

async function searching(file: string, say: (line: string) => void): Promise<void> {
  const db = openDatabase(file, [CATALOG_SCHEMA])
  db.pragma('foreign_keys = OFF')
  const summary = db.prepare(
    `INSERT INTO cards (image_id, revision, actor_id, sort_key, filename, bytes, mtime_ns, lane, unsure, issue_bits, unmeasured_bits, generated, date_ms)
     VALUES (?, 1, 'ann', ?, ?, 1, '0', 'unsorted', 0, 0, 0, 0, 0)`,
  )
  const catalog = createCatalog(db)
  db.transaction(() => {
    for (let n = 1; n <= CAPTIONS; n++) {
      summary.run(n, String(n).padStart(6, '0'), `ann_${n}.jpg`)
      catalog.captions.put({ imageId: n, text: captionOf(n), embedded: false })
    }
  })()
  const median = async (work: () => Promise<unknown>) => {
    const times: number[] = []
    for (let at = 0; at < TIMES; at++) times.push((await timed(work)).ms)
    return percentile(times, 0.5)
  }
  const scan = db.prepare('SELECT sum(length(text)) FROM captions')
  const scanMs = await median(async () => scan.get())
  say(`${CAPTIONS.toLocaleString('en')} captions: reading each once takes ${duration(scanMs)}`)
  const delay = monitorEventLoopDelay({ resolution: 1 })
  delay.enable()
  for (const filter of ASKED) {
    let total = 0
    const ms = await median(async () => {
      const fresh = createSearch({ catalog, prompts: promptLibrary([]), seeing: nothingSeen })
      total = (await fresh.search({ filter, sort: { by: 'name', descending: false }, offset: 0, limit: 1000 })).total
    })
    say(`  ${filter}: ${duration(ms)}, ${ratio(ms, scanMs)} that, ${total} found`)
  }
  const tagsMs = await median(() => libraryTags({ catalog }))
  say(`  all tags with their counts: ${duration(tagsMs)}, ${ratio(tagsMs, scanMs)} that`)
  say(`  longest time other work had to wait: 95 % below ${duration(delay.percentile(95) / 1e6)}`)
  db.close()
}

const ACTOR = 'actor_00000'

/** Writes one actor with this many images and captions. */
async function writeCaptioned(root: string, captions: number): Promise<readonly string[]> {
  await writeManyFiles(root, { actors: 1, imagesPerActor: captions, size: 64 })
  const dir = join(root, 'library/actors', ACTOR, 'training_data')
  const texts = Array.from({ length: captions }, (_, n) => captionOf(n + 1))
  await inFlight([...texts.entries()], 16, ([n, text]) => writeFile(join(dir, `${ACTOR}_${n + 1}.txt`), text))
  return texts
}

/** Opens the whole set and saves one caption after the other: measures each save and how long other calls wait. */
async function typing(root: string, say: (line: string) => void): Promise<void> {
  await writeCaptioned(root, CAPTIONS)
  await using core = await testCore(join(root, 'config'))
  const delay = monitorEventLoopDelay({ resolution: 1 })
  const held = async <T>(what: string, work: () => Promise<T>): Promise<T> => {
    delay.reset()
    delay.enable()
    const { ms, value } = await timed(work)
    delay.disable()
    say(`  ${what}: ${duration(ms)}, others waited ${duration(delay.max / 1e6)} at most`)
    return value
  }
  const library = await core.open(join(root, 'library'))
  await held('measuring them', () => library.captions.view(ACTOR))
  await held('listing them again', () => library.captions.view(ACTOR))
  const write = async (n: number) =>
    library.captions.change([ACTOR], {
      only: 'all',
      form: 'prose',
      filenames: new Set([`${ACTOR}_${n}.jpg`]),
      change: { kind: 'set', text: `written ${n}` },
      dryRun: false,
    })
  for (let n = 1; n <= 3; n++) await held(`writing the caption of one, time ${n}`, () => write(n))
}

async function replacing(root: string, say: (line: string) => void): Promise<void> {
  const texts = await writeCaptioned(root, REPLACED)
  // The minimum for any program that loses nothing in a power failure: each file rewritten and flushed.
  const bare = join(root, 'bare')
  await mkdir(bare)
  const least = await busy(() =>
    inFlight([...texts.entries()], 16, ([n, text]) => replaceFile(join(bare, `${n}.txt`), text)),
  )
  say(
    `${REPLACED.toLocaleString('en')} files written safely: ${duration(least.ms)}, ${duration(least.cpuMs)} of processors`,
  )
  // Uses the worker as shipped, because it starts more slowly from the sources.
  ensureBuilt()
  await using core = await testCore(join(root, 'config'), { workerFile: join(ROOT, 'out/main/worker.js') })
  const { captions: commands } = await core.open(join(root, 'library'))
  await commands.list('all')
  const request = { only: 'all', form: 'prose', filenames: null } as const
  const change = { kind: 'replace', find: 'red scarf', by: 'blue hat', regex: false, ignoreCase: false } as const
  for (const dryRun of [true, false]) {
    const { ms, cpuMs, value } = await busy(() => commands.change('all', { ...request, change, dryRun }))
    const what = dryRun ? 'showing what a replacement changes' : 'replacing'
    say(
      `  ${what} in ${value.length.toLocaleString('en')}: ${duration(ms)}, ${ratio(ms, least.ms)} that, ${ratio(cpuMs, least.cpuMs)} the processors`,
    )
  }
}
