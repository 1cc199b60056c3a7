import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Browser } from 'playwright-core'
import { ActorView } from '../../../src/main/contract/views.ts'
import { photograph } from '../../support/library.ts'
import { call } from './call.ts'
import type { Monitored } from './monitor.ts'
import { serve } from './served.ts'

const PER_ACTOR = 100
const ORIGINALS = 100

export interface Stalls {
  /** Figures during each half of the assessment. */
  readonly served: readonly [Monitored, Monitored]
  /** An idle process watched at the same time, which shows the delay caused by the machine's other load. */
  readonly idle: Monitored
  readonly imagesPerSecond: number
}

/** Assesses new images and requests all their thumbnails meanwhile, as a window being scrolled would. */
export async function stalls(browser: Browser, root: string, images: number): Promise<Stalls> {
  const library = join(root, 'unseen')
  const configDir = join(root, 'unseen-config')
  await mkdir(configDir, { recursive: true })
  await writeUnseen(library, images)
  await using served = await serve(browser, library, configDir)
  const { page } = served
  const idle = spawn(
    process.execPath,
    ['--import', join(import.meta.dirname, 'monitor.ts'), '--eval', 'setInterval(() => {}, 1e6)'],
    { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] },
  )
  const actors = async () => ActorView.array().parse((await call(page, 'actors/list')).value)
  while ((await actors()).reduce((sum, actor) => sum + actor.images, 0) < images) await sleep(500)
  await Promise.all([served.monitored(), report(idle)])
  const startMs = performance.now()
  await call(page, 'actors/assess', { actorIds: 'all' })
  const thumbnails = page.evaluate(async (images) => {
    const waiting = Array.from({ length: images }, (_, n) => n + 1).values()
    const lane = async () => {
      for (const id of waiting) await (await fetch(`/thumb/${id}?size=256`)).arrayBuffer()
    }
    await Promise.all(Array.from({ length: 6 }, lane))
  }, images)
  const until = async (left: number) => {
    while ((await actors()).reduce((sum, actor) => sum + actor.unassessed, 0) > left) await sleep(1000)
  }
  await until(images / 2)
  const firstHalf = await served.monitored()
  await until(0)
  const seconds = (performance.now() - startMs) / 1000
  await thumbnails
  const [secondHalf, ofIdle] = await Promise.all([served.monitored(), report(idle)])
  idle.kill()
  return { served: [firstHalf, secondHalf], idle: ofIdle, imagesPerSecond: images / seconds }
}

async function report(child: ChildProcess): Promise<Monitored> {
  child.send('report')
  const [monitored] = (await once(child, 'message')) as [Monitored]
  return monitored
}

/** Writes different pictures within an actor; a few bytes after the picture make every file's content unique. */
async function writeUnseen(library: string, images: number): Promise<void> {
  const originals: Buffer[] = []
  for (let n = 0; n < ORIGINALS; n++) originals.push(await photograph(n + 1, 384))
  for (let first = 0; first < images; first += PER_ACTOR) {
    const id = `unseen_${String(first / PER_ACTOR).padStart(4, '0')}`
    const training = join(library, 'actors', id, 'training_data')
    await mkdir(training, { recursive: true })
    const numbers = Array.from({ length: Math.min(PER_ACTOR, images - first) }, (_, n) => n)
    await Promise.all(
      numbers.map((n) =>
        writeFile(
          join(training, `${id}_${n + 1}.jpg`),
          Buffer.concat([originals[n % ORIGINALS]!, Buffer.from(String(first + n))]),
        ),
      ),
    )
  }
}
