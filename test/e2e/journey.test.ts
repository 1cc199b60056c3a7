import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { complaintsOf } from '../support/accessible.ts'
import { HOSTS, type RunningApp } from '../support/app.ts'
import { startJourney } from '../support/journey.ts'
import { temporaryFolder, writeLibrary } from '../support/library.ts'
import { takePictures } from '../support/pictures.ts'

const { cleanup, browser } = startJourney()

/** Screenshots of each step are for people and are saved outside the repository. */

const lane = (page: Page, name: string): Locator => page.locator(`[data-lane="${name}"]`)
const tile = (page: Page, filename: string): Locator => page.locator(`[data-filename="${filename}"]`)
const inLane = (page: Page, name: string, filename: string): Locator =>
  lane(page, name).locator(`[data-filename="${filename}"]`)

// The main workflow as a person performs it, with the app in a browser and on the desktop.
describe.each(HOSTS)('in the %s', (hostName, start) => {
  let app: RunningApp
  let page: Page
  let images: string

  const look = (name: string) => takePictures(page, `${hostName}-${name}`)
  const files = async () => (await readdir(images)).filter((name) => name.endsWith('.jpg')).toSorted()

  beforeAll(async () => {
    const folder = cleanup.use(await temporaryFolder())
    const library = join(folder.path, 'library')
    const configDir = join(folder.path, 'config')
    await mkdir(configDir)
    await writeLibrary(library, { actors: ['alice', 'bob'], images: 5 })
    await mkdir(join(library, '.evencast'))
    await writeFile(join(library, '.evencast/settings.json'), JSON.stringify({ total: 6 }))
    images = join(library, 'actors/alice/training_data')
    app = await start(browser(), { library, configDir })
    page = app.page
    page.setDefaultTimeout(60_000)
  })
  afterAll(() => app.close())
  /** Returns the file names of the images whose pictures are on the screen. */
  const drawn = async (): Promise<string[]> => {
    const names = await page
      .locator('[data-filename]')
      .evaluateAll((all) =>
        all
          .filter((one) => (one.querySelector('img')?.naturalWidth ?? 0) > 0)
          .map((one) => one.getAttribute('data-filename') ?? ''),
      )
    return names.toSorted()
  }

  test('the library is open, and an actor shows all images', async () => {
    await page.getByText('alice', { exact: true }).first().click()
    await expect.poll(() => page.locator('[data-filename]').count()).toBe(5)
    await expect.poll(drawn).toHaveLength(5)
    await look('1-opened')
  })

  test('assessing sorts the images into lanes', async () => {
    await page.getByRole('button', { name: 'Assess', exact: true }).first().click()
    await inLane(page, 'photorealistic', 'alice_1.jpg').waitFor()
    await expect.poll(() => lane(page, 'photorealistic').locator('[data-filename]').count()).toBe(5)
    await look('2-assessed')
  })

  test('an image is dragged to another lane, and the move taken back', async () => {
    await tile(page, 'alice_2.jpg').dragTo(lane(page, 'bw_stylized'))
    await inLane(page, 'bw_stylized', 'alice_2.jpg').waitFor()
    await look('3-dragged')
    await page.keyboard.press('ControlOrMeta+z')
    await inLane(page, 'photorealistic', 'alice_2.jpg').waitFor()
  })

  test('keys do what dragging does', async () => {
    await tile(page, 'alice_3.jpg').click()
    await page.keyboard.press('3')
    await inLane(page, 'color_stylized', 'alice_3.jpg').waitFor()
    await tile(page, 'alice_4.jpg').click()
    await page.keyboard.press('x')
    await inLane(page, 'rejected', 'alice_4.jpg').waitFor()
    await look('4-keys')
    await page.keyboard.press('ControlOrMeta+z')
    await inLane(page, 'photorealistic', 'alice_4.jpg').waitFor()
    await page.keyboard.press('ControlOrMeta+Shift+z')
    await inLane(page, 'rejected', 'alice_4.jpg').waitFor()
  })

  test('an image that a person leaves unsure waits for a review, where its style is chosen', async () => {
    const review = page.getByRole('button', { name: /^Review/ }).first()
    await tile(page, 'alice_5.jpg').click()
    await page.keyboard.press('0')
    await inLane(page, 'unsorted', 'alice_5.jpg').waitFor()
    await review.click()
    await expect.poll(() => page.locator('.culling-name').textContent()).toBe('alice_5.jpg')
    await page.keyboard.press('1')
    await page.keyboard.press('Escape')
    await inLane(page, 'photorealistic', 'alice_5.jpg').waitFor()
    await review.waitFor({ state: 'detached' })
    await page.keyboard.press('ControlOrMeta+z')
    await inLane(page, 'unsorted', 'alice_5.jpg').waitFor()
    await page.keyboard.press('ControlOrMeta+z')
    await inLane(page, 'photorealistic', 'alice_5.jpg').waitFor()
  })

  test('Enter shows an image large, Escape comes back to it', async () => {
    await tile(page, 'alice_1.jpg').click()
    await page.keyboard.press('Enter')
    // The toast about the last move is a dialog too.
    const dialog = page.getByRole('dialog', { name: 'alice_1.jpg' })
    await dialog.waitFor()
    expect(await dialog.textContent()).toContain('alice_1.jpg')
    await look('5-lightbox')
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'hidden' })
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.getAttribute('data-filename')))
      .toBe('alice_1.jpg')
  })

  test('what is on the screen is accessible', async () => {
    expect(await complaintsOf(page)).toEqual([])
  })

  test('Balance shows the plan, carries it out after a yes, and Undo brings everything back', async () => {
    const before = await files()
    await page
      .getByRole('button', { name: /^Balance(?! all)/ })
      .first()
      .click()
    const go = page.getByRole('button', { name: 'Start', exact: true })
    await go.waitFor()
    await look('6-planned')
    expect(await files()).toEqual(before)
    // A double click shows an image to be removed, and the plan does not change.
    await page.locator('[data-step-id^="d:"]').first().dblclick()
    const shown = page.getByRole('dialog', { name: /alice_\d/ })
    await shown.waitFor()
    await page.keyboard.press('Escape')
    await shown.waitFor({ state: 'hidden' })
    await page.locator('[data-step-id^="d:"][data-out]').first().waitFor()
    await go.click()
    await expect.poll(files, { timeout: 120_000 }).toHaveLength(6)
    await page.getByRole('button', { name: 'Show runs' }).click()
    const undo = page.getByRole('button', { name: 'Undo run' }).first()
    await undo.waitFor()
    await look('7-balanced')
    const after = await files()
    expect(after).not.toContain('alice_4.jpg')
    expect(after.some((name) => !before.includes(name))).toBe(true)
    // An image removed by undo before its picture has loaded has no file to load from.
    await expect.poll(drawn).toEqual(after)
    await undo.click()
    await expect.poll(files, { timeout: 60_000 }).toEqual(before)
    await tile(page, 'alice_4.jpg').waitFor()
    await look('8-undone')
  })

  test('the page broke no rule on the way', () => {
    expect(app.watch.complaints).toEqual([])
  })
})
