/**
 * `npm run bench:ui [-- --quick] [--scroll SECONDS] [--fixture DIR] [--part large | memory | unseen]`: measures the budgets of a large
 * library in Chromium with the built app. A kept fixture (`--fixture`) saves writing it again. Always exits with 0, because people judge a
 * missed budget.
 */
import { existsSync } from 'node:fs'
import { cpus, loadavg } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { chromium, type Page } from 'playwright-core'
import { LibraryView } from '../../../src/main/contract/views.ts'
import { ensureBuilt } from '../../../scripts/build.ts'
import { findBrowser } from '../../../scripts/find-browser.ts'
import { temporaryFolder } from '../../support/library.ts'
import { duration, timed } from '../measure.ts'
import { call } from './call.ts'
import { scrollControl } from './control.ts'
import { type Fixture, LARGE_ACTOR, type Shape, writeFixture } from './fixture.ts'
import { type Frames, scrollFrames } from './frames.ts'
import { scrollMemory } from './memory.ts'
import { listAll, nextActor, openActor } from './opening.ts'
import { reclassify } from './reclassify.ts'
import { stalls } from './stalls.ts'
import { serve } from './served.ts'
import { line, type Line, printTable } from './table.ts'

const { values: options } = parseArgs({
  options: {
    quick: { type: 'boolean' },
    scroll: { type: 'string' },
    fixture: { type: 'string' },
    part: { type: 'string' },
  },
})
const SHAPE: Shape = options.quick ? { large: 2000, library: 6000 } : { large: 20_000, library: 200_000 }
const RUNS = options.quick ? 2 : 3
const SCROLL_SECONDS = options.quick ? 3 : 5
/** Seconds of scrolling before memory is measured; the budget itself uses 600 and 3600. */
const MEMORY_SECONDS = Number(options.scroll ?? (options.quick ? 10 : 60))
const MOVED = 500
const UNSEEN = options.quick ? 400 : 10_000
const JUDGED_AFTER_MS = 10_000
/** Every search differs, so that none is answered from the cache. */
const SEARCHES = [
  'style:bw',
  'issue:blur conf:<0.9',
  'generated prompt:"low angle"',
  'style:colour by:evaluator',
  'lane:unsorted conf:<0.6',
  'actor:actor_00',
]

async function fixture(root: string): Promise<Fixture> {
  const there = { library: join(root, 'library'), configDir: join(root, 'config') }
  if (existsSync(join(there.library, '.evencast'))) return there
  console.log(`Writing ${SHAPE.library.toLocaleString('en')} images …`)
  const { ms, value } = await timed(() => writeFixture(root, SHAPE))
  console.log(`… in ${duration(ms)}`)
  return value
}

/** Returns the milliseconds of each search, including the transport. Another order prevents answers from the cache. */
async function searchAll(page: Page, order: 'asc' | 'desc'): Promise<readonly number[]> {
  const took: number[] = []
  for (const filter of SEARCHES) {
    const sort = { by: 'quality', descending: order === 'desc' }
    took.push((await call(page, 'images/search', { filter, sort, offset: 0, limit: 500 })).ms)
  }
  return took
}

const wanted = (part: string): boolean => options.part === undefined || options.part === part
const phase = (name: string) => console.error(`${name}, load ${loadavg()[0]!.toFixed(1)} …`)

ensureBuilt()
await using scratch = await temporaryFolder()
const root = options.fixture === undefined ? scratch.path : resolve(options.fixture)
const { library, configDir } = await fixture(root)
console.log(
  `Node ${process.versions.node}, ${cpus().length} × ${cpus()[0]?.model.trim() ?? 'CPU'}, load ${loadavg()[0]!.toFixed(1)}`,
)

// Without the limit of 60 frames per second, a frame takes as long as its work on both pages.
const browser = await chromium.launch({
  executablePath: findBrowser(),
  args: ['--no-sandbox', '--disable-background-networking', '--disable-frame-rate-limit', '--disable-gpu-vsync'],
})
const lines: Line[] = []
async function largeLibrary(): Promise<void> {
  await using served = await serve(browser, library, configDir)
  const { page } = served
  // The first indexing continues after a library has opened; the measurement begins after it.
  const indexed = async () => LibraryView.parse((await call(page, 'library/current')).value).indexed
  while (!(await indexed())) await page.waitForTimeout(500)
  const runs = Array.from({ length: RUNS })

  phase('opening and switching')
  const opened = []
  const switched = []
  for (const [run] of runs.entries()) {
    await openActor(page, `actor_001${run}`)
    opened.push(await openActor(page, LARGE_ACTOR))
    // Recently opened actors are shown from memory, so each of these is a different one.
    await openActor(page, `actor_0${run + 1}00`)
    await listAll(page)
    for (let n = 0; n < 4; n++) switched.push(await nextActor(page))
  }
  lines.push(
    line(
      `open ${SHAPE.large.toLocaleString('en')} images, first pictures`,
      300,
      'ms',
      opened.map(({ firstMs }) => firstMs),
    ),
    line(
      '  all pictures in view',
      null,
      'ms',
      opened.map(({ allMs }) => allMs),
    ),
    line(
      'switch to an actor of 200, first pictures',
      150,
      'ms',
      switched.map(({ firstMs }) => firstMs),
    ),
    line(
      '  all pictures in view',
      null,
      'ms',
      switched.map(({ allMs }) => allMs),
    ),
  )

  phase('scrolling')
  await openActor(page, LARGE_ACTOR)
  const shape = await page.evaluate(() => {
    const grid = document.querySelector('.lane .lane-grid')
    return {
      tile: document.querySelector<HTMLElement>('.lane .tile')?.offsetWidth ?? 100,
      columns: Number(grid?.getAttribute('aria-colcount') ?? 8),
    }
  })
  const ours: Frames[] = []
  const control: Frames[] = []
  for (const _ of runs) {
    control.push(
      await scrollControl(browser, join(root, 'originals'), { ...shape, images: SHAPE.large }, SCROLL_SECONDS),
    )
    await page.bringToFront()
    ours.push(await scrollFrames(page, served.devtools, SCROLL_SECONDS))
  }
  lines.push(
    line(
      'frame while scrolling, p95',
      16.7,
      'ms',
      ours.map(({ p95Ms }) => p95Ms),
    ),
    line(
      '  plain images, no code of ours',
      null,
      'ms',
      control.map(({ p95Ms }) => p95Ms),
    ),
    line(
      '  ours to plain',
      null,
      '×',
      ours.map(({ p95Ms }, run) => p95Ms / control[run]!.p95Ms),
    ),
    line(
      'main thread for a sixtieth of a second, processor time',
      null,
      'ms',
      ours.map(({ workMs }) => workMs),
    ),
    line(
      '  plain images',
      null,
      'ms',
      control.map(({ workMs }) => workMs),
    ),
    line(
      'longest task while scrolling',
      50,
      'ms',
      ours.map(({ longestTaskMs }) => longestTaskMs),
    ),
    line(
      '  plain images',
      null,
      'ms',
      control.map(({ longestTaskMs }) => longestTaskMs),
    ),
    line(
      'images in the document',
      200,
      '',
      ours.map(({ images }) => images),
    ),
  )

  phase('moving images')
  const moves = []
  for (const [run] of runs.entries()) moves.push(await reclassify(page, MOVED, run % 2 === 0 ? '2' : '3'))
  lines.push(
    line(
      `move ${MOVED} images, on the screen`,
      100,
      'ms',
      moves.map(({ shownMs }) => shownMs),
    ),
    line(
      '  durable',
      2000,
      'ms',
      moves.map(({ durableMs }) => durableMs),
    ),
  )

  phase('search')
  // Right after the moves, their actor is assessed again in the background.
  const besides = await searchAll(page, 'asc')
  await page.waitForTimeout(JUDGED_AFTER_MS)
  const alone = await searchAll(page, 'desc')
  lines.push(
    line(`search ${SHAPE.library.toLocaleString('en')} images`, 100, 'ms', alone),
    line(`  while ${SHAPE.large.toLocaleString('en')} are judged`, null, 'ms', besides),
  )
}

/** The page driven before must be closed first, because only one process at a time can open a library. */
async function memoryOfScrolling(): Promise<void> {
  phase('memory')
  const memory = await scrollMemory(library, configDir, MEMORY_SECONDS)
  lines.push(
    line(
      `renderer after ${MEMORY_SECONDS} s of scrolling`,
      500,
      'MB',
      [memory.processMb[1]],
      memory.processMb.map((mb) => mb.toFixed(0)).join(' → '),
    ),
    line(
      '  heap growth, second half to first',
      1,
      'MB',
      [memory.wholeMb - memory.halfMb],
      `${memory.halfMb.toFixed(1)} → ${memory.wholeMb.toFixed(1)} MB`,
    ),
  )
}

async function unseenImages(): Promise<void> {
  phase('assessing what nobody has seen')
  const stalled = await stalls(browser, scratch.path, UNSEEN)
  const about = `${UNSEEN.toLocaleString('en')} images assessed and thumbnailed`
  lines.push(
    line(
      `event loop late, p95, ${about}`,
      20,
      'ms',
      stalled.served.map(({ p95Ms }) => p95Ms),
      `longest ${Math.max(...stalled.served.map(({ longestMs }) => longestMs)).toFixed(0)} ms`,
    ),
    line(
      '  a process that does nothing',
      null,
      'ms',
      [stalled.idle.p95Ms],
      `longest ${stalled.idle.longestMs.toFixed(0)} ms`,
    ),
    line('  images a second', null, '', [stalled.imagesPerSecond]),
    line(
      '  memory of the served process, after each half',
      null,
      'MB',
      stalled.served.map(({ rssMb }) => rssMb),
      stalled.served.map(({ rssMb }) => rssMb.toFixed(0)).join(' → '),
    ),
  )
}

try {
  if (wanted('large')) await largeLibrary()
  if (wanted('memory')) await memoryOfScrolling()
  if (wanted('unseen')) await unseenImages()
} finally {
  // Print what was measured even after a failure.
  printTable(lines)
  await browser.close()
}
console.log(`load ${loadavg()[0]!.toFixed(1)} at the end, on ${cpus().length} processors`)
