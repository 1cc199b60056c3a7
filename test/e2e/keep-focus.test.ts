import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type RunningApp, startInBrowser } from '../support/app.ts'
import { startJourney } from '../support/journey.ts'
import { temporaryFolder, writeLibrary } from '../support/library.ts'

const { cleanup, browser } = startJourney()
let app: RunningApp

// With the keyboard alone: the focused element may be removed or disabled.
beforeAll(async () => {
  const folder = cleanup.use(await temporaryFolder()).path
  const configDir = join(folder, 'config')
  const library = join(folder, 'library')
  await mkdir(configDir)
  await writeLibrary(library, { actors: ['alice'], images: 4 })
  await mkdir(join(library, '.evencast'))
  await writeFile(join(library, '.evencast/settings.json'), JSON.stringify({ total: 6 }))
  app = await startInBrowser(browser(), { library, configDir })
  app.page.setDefaultTimeout(30_000)
})
afterAll(() => app.close())

/** Returns the name of the focused element. */
const focused = () =>
  app.page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent)
const button = (name: string | RegExp) => app.page.getByRole('button', { name }).first()

test('a plan has the focus when it comes, and the page when the plan was started', async () => {
  const { page } = app
  await button('Assess').press('Enter')
  // The button of a task that starts takes the place of Balance, which comes back at its end.
  await expect.poll(() => page.getByRole('button', { name: 'Assess', exact: true }).count()).toBe(0)
  await button(/^Balance(?! all)/).press('Enter')
  await page.getByRole('region', { name: 'Plan', exact: true }).waitFor()
  await expect.poll(focused).toBe('Plan')
  await button('Start').press('Enter')
  await expect.poll(focused).toBe('alice')
  await button('Undo run').waitFor({ timeout: 120_000 })
  // The plan opens by itself when it leaves images for a review.
  expect(['alice', 'Plan']).toContain(await focused())
})

test('a dialog that is closed gives it back to the page', async () => {
  const { page } = app
  const main = page.getByRole('main', { name: 'alice' })
  await page.keyboard.press('?')
  await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor()
  await page.keyboard.press('Escape')
  await expect.poll(() => main.evaluate((element) => element.contains(document.activeElement))).toBe(true)
})

test('the focus stays in a dialog whose button has nothing more to do', async () => {
  const { page } = app
  await button('Prepare').press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Prepare for training' })
  const write = dialog.getByRole('button', { name: 'Write', exact: true })
  await write.press('Enter')
  await expect.poll(() => write.isDisabled()).toBe(true)
  await expect.poll(() => dialog.evaluate((element) => element.contains(document.activeElement))).toBe(true)
  await page.keyboard.press('Control+z')
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'hidden' })
  expect(await focused()).toContain('Prepare')
  expect(app.watch.complaints).toEqual([])
})
