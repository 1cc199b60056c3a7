import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { holdStill, letMove, settled } from './accessible.ts'

const LARGE = { width: 1440, height: 900 }
const SMALL = { width: 1024, height: 700 }

/**
 * Saves screenshots of a journey for people, in both themes and sizes, to the folder EVENCAST_SHOTS. Does nothing without it; no test
 * depends on them.
 */
export async function takePictures(page: Page, name: string): Promise<void> {
  const folder = process.env['EVENCAST_SHOTS']
  if (folder === undefined) return
  await mkdir(folder, { recursive: true })
  for (const colorScheme of ['dark', 'light'] as const) {
    await holdStill(page, colorScheme)
    for (const size of [LARGE, SMALL]) {
      await page.setViewportSize(size)
      await settled(page)
      await page.screenshot({ path: join(folder, `${name}-${colorScheme}-${size.width}.png`) })
    }
  }
  await page.setViewportSize(LARGE)
  await letMove(page)
}
