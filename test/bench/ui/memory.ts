import { readFile } from 'node:fs/promises'
import type { Browser } from 'playwright-core'
import { heapMb, scrollFrames } from './frames.ts'
import type { Served } from './served.ts'

export interface Memory {
  /** JavaScript heap after as many passes as the first half, and after all of them. */
  readonly halfMb: number
  readonly wholeMb: number
  /** What the renderer's process holds for itself alone, after all of them. */
  readonly processMb: number
}

/** What is given back by itself within so long does not count. */
const REST_MS = 5000

/** Scrolls for a while, measures, scrolls as long again: what does not grow with the passes does not grow with the hours. */
export async function scrollMemory(browser: Browser, { page, devtools }: Served, seconds: number): Promise<Memory> {
  await scrollFrames(page, devtools, seconds / 2)
  const halfMb = await heapMb(devtools)
  await scrollFrames(page, devtools, seconds / 2)
  const wholeMb = await heapMb(devtools)
  await page.waitForTimeout(REST_MS)
  return { halfMb, wholeMb, processMb: await privateMb(browser) }
}

/** The largest renderer's private memory; 0 on systems without /proc. */
async function privateMb(browser: Browser): Promise<number> {
  const session = await browser.newBrowserCDPSession()
  const { processInfo } = await session.send('SystemInfo.getProcessInfo')
  await session.detach()
  const sizes = await Promise.all(
    processInfo
      .filter((process) => process.type === 'renderer')
      .map(async ({ id }) => {
        const rollup = await readFile(`/proc/${id}/smaps_rollup`, 'utf8').catch(() => '')
        const kb = [...rollup.matchAll(/^Private_\w+:\s+(\d+) kB/gm)].reduce((sum, [, size]) => sum + Number(size), 0)
        return kb / 1024
      }),
  )
  return Math.max(0, ...sizes)
}
