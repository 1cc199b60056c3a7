import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { complaintsOf } from '../support/accessible.ts'
import { HOSTS, type RunningApp } from '../support/app.ts'
import { startJourney } from '../support/journey.ts'
import { temporaryFolder, writeLibrary } from '../support/library.ts'

const { cleanup, browser } = startJourney()

/** Returns the distance between the step and the element it describes, in px. */
const apart = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const [mark, step] = ['[data-tour]', '.tour'].map((each) => document.querySelector(each)?.getBoundingClientRect())
    if (!mark || !step) return Infinity
    return Math.max(mark.left - step.right, step.left - mark.right, mark.top - step.bottom, step.top - mark.bottom)
  })
const NEAR_PX = 20

// A person opens Evencast for the first time, with their own images.
describe.each(HOSTS)('the first run in the %s', (_name, start) => {
  let app: RunningApp
  let configDir: string

  beforeAll(async () => {
    const folder = cleanup.use(await temporaryFolder())
    configDir = join(folder.path, 'config')
    await mkdir(configDir)
    await writeLibrary(join(folder.path, 'library'), { actors: ['alice'], images: 3 })
    app = await start(browser(), { library: join(folder.path, 'library'), configDir, tour: true })
    app.page.setDefaultTimeout(60_000)
  })
  afterAll(() => app.close())

  test('the steps speak of these images, by keyboard alone, and stay away afterwards', async () => {
    const { page } = app
    const coach = page.locator('.tour')
    await coach.waitFor()
    expect(await coach.textContent()).toMatch(/alice_\d\.jpg/)
    await expect.poll(() => apart(page)).toBeLessThan(NEAR_PX)
    expect(await complaintsOf(page)).toEqual([])
    await page.keyboard.press('Enter')
    await page.getByText(/has 0 of 13/).waitFor()
    await expect.poll(() => apart(page)).toBeLessThan(NEAR_PX)
    await page.keyboard.press('Enter')
    await page.getByText(/Assess sorts the images by style/).waitFor()
    await expect.poll(() => apart(page)).toBeLessThan(NEAR_PX)
    await page.keyboard.press('Enter')
    await page.getByText(/Nothing happens until you confirm/).waitFor()
    await expect.poll(() => apart(page)).toBeLessThan(NEAR_PX)
    await page.keyboard.press('Enter')
    await coach.waitFor({ state: 'hidden' })
    await expect
      .poll(async () => JSON.parse(await readFile(join(configDir, 'settings.json'), 'utf8')))
      .toMatchObject({ tourSeen: true })
    await page.reload()
    await page.locator('[data-filename]').first().waitFor()
    // This timer is as long as the one that starts the tour and was set later, so it fires later.
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 300)))
    expect(await coach.count()).toBe(0)
  })

  test('the palette brings them back, Escape ends them', async () => {
    const { page } = app
    await page.keyboard.press('ControlOrMeta+k')
    await page.getByPlaceholder('What do you want to do?').fill('take the tour')
    await page.keyboard.press('Enter')
    await page.locator('.tour').waitFor()
    await page.keyboard.press('Escape')
    await page.locator('.tour').waitFor({ state: 'hidden' })
  })

  test('a folder is opened by its path as well, from where the library lies', async () => {
    // The desktop uses the system's dialog.
    if (app.desktop) return
    const { page } = app
    // The list arrives after the field has received the focus.
    let arrive = () => {}
    const arrived = new Promise<void>((resolve) => (arrive = resolve))
    await page.route('**/rpc/folders/browse', async (route) => {
      await arrived
      await route.continue()
    })
    await page.keyboard.press('ControlOrMeta+o')
    const dialog = page.getByRole('dialog', { name: 'Open folder' })
    const field = dialog.getByLabel('Folder path')
    await field.focus()
    arrive()
    await expect.poll(() => field.inputValue()).not.toBe('')
    await page.keyboard.insertText(join(configDir, '..'))
    await page.keyboard.press('Enter')
    await dialog.getByText('library', { exact: true }).first().waitFor()
    expect(await complaintsOf(page)).toEqual([])
    await page.keyboard.press('Escape')
  })

  test('the page broke no rule on the way', () => {
    expect(app.watch.complaints).toEqual([])
  })
})
