import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import type { Page } from 'playwright-core'
import { writeLibrary } from './library.ts'

const PATIENCE_MS = 180_000

/** Settings for a target of six images per actor, assessed automatically. */
export const WALKER = { tourSeen: true, autoAssess: true, total: 6 } as const

/** Waits for a condition outside the window. */
export async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  const end = performance.now() + PATIENCE_MS
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`Walking through the app: ${what} did not happen.`)
    await setTimeout(100)
  }
}

/** Writes a library with one actor that lacks one image. */
export const writeWalk = (library: string): Promise<void> => writeLibrary(library, { actors: ['alice'], images: 5 })

const filesIn = async (library: string): Promise<readonly string[]> =>
  (await readdir(join(library, 'actors/alice/training_data'))).filter((name) => name.endsWith('.jpg')).toSorted()

interface Between {
  readonly beforeStart?: () => Promise<unknown>
  readonly afterRun?: () => Promise<unknown>
}

/** Drives the app's window on any host: assesses, balances to six images and undoes the run. */
export async function walkThrough(page: Page, library: string, { beforeStart, afterRun }: Between = {}): Promise<void> {
  page.setDefaultTimeout(PATIENCE_MS)
  const before = await filesIn(library)
  await page.getByText('alice', { exact: true }).first().click()
  await page
    .getByRole('button', { name: /^Balance(?! all)/ })
    .first()
    .click()
  await beforeStart?.()
  await page.getByRole('button', { name: 'Start', exact: true }).click()
  await until('the run', async () => (await filesIn(library)).length === 6)
  await afterRun?.()
  await page.getByRole('button', { name: 'Show runs' }).click()
  await page.getByRole('button', { name: 'Undo run' }).first().click()
  await until('undo', async () => (await filesIn(library)).join() === before.join())
}
