import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import type { Decoder } from '../../src/main/decoder/functions.ts'
import type { DrawJob } from '../../src/main/evaluation/draw-picture.ts'
import { contactSheet } from '../../src/main/evaluation/contact-sheet.ts'
import { nodeProcess } from '../../src/main/kit/node-process.ts'
import { createProcessPool } from '../../src/main/kit/process-pool.ts'
import { createPool, type Pool } from '../../src/main/kit/worker-pool.ts'
import { temporaryFolder, writeLibrary } from '../support/library.ts'
import { duration, inFlight, ratio, type Section, timed } from './measure.ts'

const IMAGES = 160
/** Group size of an assessment. */
const GROUP = 8
/** Images per contact sheet. */
const SHEET = 20
const ROUNDS = 3
const MIB = 1024 ** 2
const ROOT = join(import.meta.dirname, '../..')

type Measuring = Pick<Decoder, 'measureMany' | 'drawThumbnail' | 'drawTile'>

/** Measures the overhead of decoding images in disposable processes instead of threads. */
export const isolation: Section = {
  name: 'isolation',
  async run(say) {
    sharp.concurrency(1)
    await using folder = await temporaryFolder()
    await writeLibrary(folder.path, { actors: ['ann'], images: IMAGES })
    const dir = join(folder.path, 'actors/ann/training_data')
    const files = Array.from({ length: IMAGES }, (_, i) => join(dir, `ann_${i + 1}.jpg`))
    const modelFile = join(ROOT, 'resources/evaluator/style.onnx')
    const groups = Array.from({ length: IMAGES / GROUP }, (_, i) => files.slice(i * GROUP, (i + 1) * GROUP))
    const kinds: readonly (readonly [name: string, open: () => Pool<Measuring>])[] = [
      ['threads', () => createPool<Measuring>(join(import.meta.dirname, 'decoder-thread.ts'))],
      ['processes', () => createProcessPool<Measuring>(nodeProcess(join(ROOT, 'src/main/decoder/index.ts')))],
    ]
    const sheets = Array.from({ length: IMAGES / SHEET }, (_, i) =>
      files.slice(i * SHEET, (i + 1) * SHEET).map((file, n) => ({ file, label: String(n + 1) })),
    )
    const best = new Map<string, { first: number; measured: number; thumbs: number; sheets: number }>()
    for (let round = 0; round < ROUNDS; round++)
      for (const [name, open] of kinds) {
        const pool = open()
        const first = await timed(() => pool.run('measureMany', { files: files.slice(0, 1), modelFile }))
        await inFlight(groups.slice(0, 2), 2, (group) => pool.run('measureMany', { files: group, modelFile }))
        const measured = await timed(() =>
          inFlight(groups, groups.length, (group) => pool.run('measureMany', { files: group, modelFile })),
        )
        const thumbs = await timed(() =>
          inFlight(files, 8, (file) => pool.run('drawThumbnail', { file, size: 256, crop: null })),
        )
        const drawer = { tile: (job: DrawJob) => pool.run('drawTile', job), scaled: () => Promise.resolve(null) }
        const drawn = await timed(() => inFlight(sheets, 1, (tiles) => contactSheet(drawer, tiles)))
        if (round === 0) say(`${name}: ${Math.round(residentBytes() / MIB)} MiB of this process and its children`)
        await pool.close()
        const before = best.get(name) ?? { first: Infinity, measured: Infinity, thumbs: Infinity, sheets: Infinity }
        best.set(name, {
          first: Math.min(before.first, first.ms),
          measured: Math.min(before.measured, measured.ms),
          thumbs: Math.min(before.thumbs, thumbs.ms),
          sheets: Math.min(before.sheets, drawn.ms),
        })
      }
    const [threads, processes] = [best.get('threads'), best.get('processes')]
    if (!threads || !processes) return
    for (const [what, key] of [
      ['the first image, from nothing', 'first'],
      [`${IMAGES} images of 640 px measured`, 'measured'],
      [`${IMAGES} thumbnails`, 'thumbs'],
      [`${sheets.length} contact sheets of ${SHEET} images`, 'sheets'],
    ] as const)
      say(
        `${what}: threads ${duration(threads[key])}, processes ${duration(processes[key])}, ${ratio(processes[key], threads[key])}`,
      )
  },
}

/** Returns the resident memory of a process; 0 except on Linux. */
function residentBytes(pid: number | 'self' = 'self'): number {
  const read = (path: string): string => {
    try {
      return readFileSync(`/proc/${pid}/${path}`, 'utf8')
    } catch {
      return ''
    }
  }
  const own = Number(/Pss:\s+(\d+)/.exec(read('smaps_rollup'))?.[1] ?? 0) * 1024
  const task = pid === 'self' ? process.pid : pid
  const children = read(`task/${task}/children`).split(' ').filter(Boolean)
  return children.reduce((sum, child) => sum + residentBytes(Number(child)), own)
}
