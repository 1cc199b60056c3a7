import type { CDPSession, Page } from 'playwright-core'
import { percentile } from '../measure.ts'

export interface Frames {
  readonly p50Ms: number
  readonly p95Ms: number
  /** The longest that the page's main thread was busy without a break. */
  readonly longestTaskMs: number
  /** Most images that the page held at once. */
  readonly images: number
  /** Processor time of the page's main thread for a sixtieth of a second of scrolling: other programs' load does not count. */
  readonly workMs: number
}

/** Pixels a second: some seventy rows of small tiles, as fast as a hand flings a list. */
export const SPEED = 7200

/**
 * Scrolls the tallest scroller of the page by a fixed speed, down and up again, and times every frame. With the browser's limit of 60
 * frames a second lifted, a frame takes as long as it costs.
 */
export async function scrollFrames(page: Page, devtools: CDPSession, seconds: number): Promise<Frames> {
  const before = await mainThreadMs(devtools)
  const { times, tasks, images } = await page.evaluate(
    ({ seconds, speed }) =>
      new Promise<{ times: number[]; tasks: number[]; images: number }>((resolve) => {
        const scroller = [...document.querySelectorAll('*')]
          .filter((element) => /auto|scroll/.test(getComputedStyle(element).overflowY))
          .toSorted((a, b) => b.scrollHeight - a.scrollHeight)[0]!
        const range = scroller.scrollHeight - scroller.clientHeight
        const times: number[] = []
        const tasks: number[] = []
        const observer = new PerformanceObserver((list) =>
          tasks.push(...list.getEntries().map((entry) => entry.duration)),
        )
        observer.observe({ type: 'longtask' })
        let images = 0
        const startMs = performance.now()
        let lastMs = startMs
        const frame = (nowMs: number) => {
          times.push(nowMs - lastMs)
          lastMs = nowMs
          const way = ((nowMs - startMs) / 1000) * speed
          const turn = way % (2 * range)
          scroller.scrollTop = turn > range ? 2 * range - turn : turn
          if (times.length % 8 === 0) images = Math.max(images, document.querySelectorAll('img').length)
          if (nowMs - startMs < seconds * 1000) requestAnimationFrame(frame)
          else {
            observer.disconnect()
            resolve({ times: times.slice(2), tasks, images })
          }
        }
        requestAnimationFrame(frame)
      }),
    { seconds, speed: SPEED },
  )
  const workMs = ((await mainThreadMs(devtools)) - before) / (seconds * 60)
  return {
    workMs,
    p50Ms: percentile(times, 0.5),
    p95Ms: percentile(times, 0.95),
    longestTaskMs: Math.max(0, ...tasks),
    images,
  }
}

async function mainThreadMs(devtools: CDPSession): Promise<number> {
  await devtools.send('Performance.enable', { timeDomain: 'threadTicks' })
  const { metrics } = await devtools.send('Performance.getMetrics')
  return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0) * 1000
}
