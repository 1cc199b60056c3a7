import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import type { Page } from 'playwright-core'
import { writeLibrary } from './library.ts'

const PATIENCE_MS = 180_000

/** Settings of somebody who wants six images of each actor, and has them assessed at once. */
export const WALKER = { tourSeen: true, autoAssess: true, total: 6 } as const

/** Waits for a state of the world outside the window. */
export async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  const end = performance.now() + PATIENCE_MS
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`Walking through the app: ${what} did not happen.`)
    await setTimeout(100)
  }
}

/** A library with one actor and one image too few. */
export const writeWalk = (library: string): Promise<void> => writeLibrary(library, { actors: ['alice'], images: 5 })

const filesIn = async (library: string): Promise<readonly string[]> =>
  (await readdir(join(library, 'actors/alice/training_data'))).filter((name) => name.endsWith('.jpg')).toSorted()

interface Between {
  readonly beforeStart?: () => Promise<unknown>
  readonly afterRun?: () => Promise<unknown>
}

/** Through the opened window of the app, whatever runs it: assesses, balances to six images, and takes that back. */
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
