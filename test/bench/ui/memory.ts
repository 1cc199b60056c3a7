import { setTimeout as sleep } from 'node:timers/promises'
import { type BarePage, openBarePage } from './bare-page.ts'
import { LARGE_ACTOR } from './fixture.ts'
import { SPEED } from './frames.ts'
import { startServer } from '../../support/app.ts'

export interface Memory {
  /** JavaScript heap after the first half of the passes and after all of them. */
  readonly halfMb: number
  readonly wholeMb: number
  /** Private memory of the renderer's process after each half. */
  readonly processMb: readonly [number, number]
}

/** Memory that is released within this time does not count. */
const REST_MS = 5000

async function until(page: BarePage, holds: () => boolean): Promise<void> {
  for (let left = 600; !(await page.run(holds)); left--) {
    if (left === 0) throw new Error(`The page never came to this: ${holds.toString()}`)
    await sleep(100)
  }
}

async function openLargeActor(page: BarePage): Promise<void> {
  await until(page, () => document.querySelector('#actor-search') !== null)
  await page.run((actorId) => {
    const field = document.querySelector<HTMLInputElement>('#actor-search')!
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(field, actorId)
    field.dispatchEvent(new Event('input', { bubbles: true }))
  }, LARGE_ACTOR)
  await until(page, () => document.querySelectorAll('.actor-row').length === 1)
  await page.run(() => document.querySelector<HTMLElement>('.actor-row')?.click())
  await until(page, () => document.querySelectorAll('.lane .tile img').length > 20)
}

/** Scrolls the tallest scroller down and up without keeping any result. */
const scroll = (page: BarePage, seconds: number): Promise<void> =>
  page.run(
    (ms, speed) =>
      new Promise<void>((resolve) => {
        const scroller = [...document.querySelectorAll('*')]
          .filter((element) => /auto|scroll/.test(getComputedStyle(element).overflowY))
          .toSorted((a, b) => b.scrollHeight - a.scrollHeight)[0]!
        const range = scroller.scrollHeight - scroller.clientHeight
        const startMs = performance.now()
        const frame = (nowMs: number) => {
          const turn = (((nowMs - startMs) / 1000) * speed) % (2 * range)
          scroller.scrollTop = turn > range ? 2 * range - turn : turn
          if (nowMs - startMs < ms) requestAnimationFrame(frame)
          else resolve()
        }
        requestAnimationFrame(frame)
      }),
    seconds * 1000,
    SPEED,
  )

/** Scrolls for a while, measures, and scrolls as long again: memory that does not grow with the passes does not grow with the hours. */
export async function scrollMemory(library: string, configDir: string, seconds: number): Promise<Memory> {
  const server = await startServer({ library, configDir })
  try {
    await using page = await openBarePage(server.url)
    await openLargeActor(page)
    const half = async () => {
      await scroll(page, seconds / 2)
      await sleep(REST_MS)
      return { heapMb: await page.heapMb(), processMb: await page.processMb() }
    }
    const first = await half()
    const second = await half()
    return { halfMb: first.heapMb, wholeMb: second.heapMb, processMb: [first.processMb, second.processMb] }
  } finally {
    await server.stop()
  }
}
