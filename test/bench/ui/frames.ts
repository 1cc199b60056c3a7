import type { CDPSession, Page } from 'playwright-core'
import { percentile } from '../measure.ts'

export interface Frames {
  readonly p50Ms: number
  readonly p95Ms: number
  /** Longest uninterrupted task of the page's main thread. */
  readonly longestTaskMs: number
  /** Peak number of images in the page. */
  readonly images: number
  /** Processor time of the page's main thread per sixtieth of a second of scrolling, so other programs' load does not count. */
  readonly workMs: number
}

/** Scrolling speed in px/s: some seventy rows of small tiles, as fast as a hand flicks a list. */
export const SPEED = 7200

/**
 * Scrolls the tallest scroller of the page down and up at a fixed speed and times every frame. With the browser's limit of 60 frames per
 * second disabled, a frame takes as long as its work.
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
