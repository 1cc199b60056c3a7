import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { ensureBuilt } from '../../scripts/build.ts'
import { launchBrowser, startInBrowser } from '../support/app.ts'
import { temporaryFolder } from '../support/library.ts'
import { writeManyFiles } from './files.ts'
import { percentile, type Section, timed } from './measure.ts'

const IMAGES = 20_000
const SECONDS = 5

/** Returns the times between frames in ms while `step` moves the page on every frame. */
const frameTimes = (page: Page, scroll: boolean): Promise<readonly number[]> =>
  page.evaluate(
    ({ seconds, scroll }) =>
      new Promise<number[]>((resolve) => {
        // The tallest scrolling element is the lane with the most images.
        const lane = [...document.querySelectorAll('*')]
          .filter((element) => /auto|scroll/.test(getComputedStyle(element).overflowY))
          .toSorted((a, b) => b.scrollHeight - a.scrollHeight)[0]
        const times: number[] = []
        const startMs = performance.now()
        let lastMs = startMs
        const frame = (nowMs: number) => {
          times.push(nowMs - lastMs)
          lastMs = nowMs
          if (scroll) lane?.scrollBy(0, 120)
          if (nowMs - startMs < seconds * 1000) requestAnimationFrame(frame)
          else resolve(times.slice(1))
        }
        requestAnimationFrame(frame)
      }),
    { seconds: SECONDS, scroll },
  )

const described = (times: readonly number[]): string =>
  `p50 ${percentile(times, 0.5).toFixed(1)} ms, p95 ${percentile(times, 0.95).toFixed(1)} ms, longest ${Math.max(...times).toFixed(0)} ms`

export const frames: Section = {
  name: 'frames',
  async run(say) {
    ensureBuilt()
    await using folder = await temporaryFolder()
    const configDir = join(folder.path, 'config')
    await mkdir(configDir)
    await writeManyFiles(folder.path, { actors: 1, imagesPerActor: IMAGES, size: 64 })
    const browser = await launchBrowser()
    try {
      const app = await startInBrowser(browser, { library: join(folder.path, 'library'), configDir })
      const shown = await timed(() => app.page.locator('img[src*="thumb"]').first().waitFor({ timeout: 120_000 }))
      await app.page.waitForTimeout(2000)
      const still = await frameTimes(app.page, false)
      const scrolling = await frameTimes(app.page, true)
      const tiles = await app.page.locator('img[src*="thumb"]').count()
      say(
        `${IMAGES.toLocaleString('en')} images of one actor, in Chromium: first thumbnail after ${(shown.ms / 1000).toFixed(1)} s`,
      )
      say(`  frames at rest: ${described(still)}`)
      say(`  frames scrolling: ${described(scrolling)}; ${tiles} thumbnails in the page`)
      await app.close()
    } finally {
      await browser.close()
    }
  },
}
