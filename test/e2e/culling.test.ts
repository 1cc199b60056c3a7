import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { complaintsOf } from '../support/accessible.ts'
import { HOSTS, type RunningApp } from '../support/app.ts'
import { startJourney } from '../support/journey.ts'
import { addDuplicates, temporaryFolder, writeLibrary } from '../support/library.ts'

const { cleanup, browser } = startJourney()

/** The machine's two cores are shared, and a long timeout costs nothing when the test passes. */
const eventually = <T>(read: () => T) => expect.poll(read, { timeout: 30_000 })

interface Entry {
  readonly filename: string
  readonly type?: string | null
  readonly classified_by?: string
  readonly verdict?: string
}

describe.each(HOSTS)('culling in the %s', (_name, start) => {
  let app: RunningApp
  let page: Page
  let manifest: string

  /** Returns a person's decisions on disk by file name. */
  const onDisk = async (): Promise<Readonly<Record<string, string>>> => {
    const text = await readFile(manifest, 'utf8').catch(() => '{"images":[]}')
    const { images } = JSON.parse(text) as { readonly images: readonly Entry[] }
    const human = images.filter(({ classified_by }) => classified_by === 'human')
    return Object.fromEntries(human.map(({ filename, type, verdict }) => [filename, `${type ?? 'none'} ${verdict}`]))
  }
  const left = () => page.locator('.culling-left')
  const shown = () => page.locator('.culling-name')
  const shownName = async () => (await shown().textContent()) ?? ''

  beforeAll(async () => {
    const folder = cleanup.use(await temporaryFolder())
    const library = join(folder.path, 'library')
    const configDir = join(folder.path, 'config')
    await mkdir(configDir)
    await writeLibrary(library, { actors: ['alice'], images: 5, labelled: false })
    await addDuplicates(library, 'alice', 5)
    manifest = join(library, 'actors/alice/training_data/manifest.json')
    app = await start(browser(), { library, configDir })
    page = app.page
    page.setDefaultTimeout(60_000)
    await page.getByText('alice', { exact: true }).first().click()
    await page.locator('[data-filename]').first().waitFor()
  })
  afterAll(() => app.close())

  test('what nobody measured is said to be just that, and keeping it asks for a style', async () => {
    await page.keyboard.press('Shift+C')
    await eventually(() => left().textContent()).toBe('7 left')
    expect(await page.locator('.said').textContent()).toContain('Not assessed yet')
    await page.keyboard.press('k')
    expect(await page.locator('.word-hint').textContent()).toContain('Choose a style (1, 2, 3)')
    expect(await left().textContent()).toBe('7 left')
    await page.keyboard.press('Escape')
    await page.locator('.culling').waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Assess', exact: true }).first().click()
    await eventually(() => page.locator('[data-lane="rejected"] [data-filename]').count()).toBe(2)
  })

  test('with keys alone every image gets its word, and the focus comes back to where it was', async () => {
    await page.locator('[data-filename="alice_4.jpg"]').click()
    await page.keyboard.press('Shift+C')
    await eventually(() => left().textContent()).toBe('7 left')
    expect(await page.locator('.culling').evaluate((main) => main.contains(document.activeElement))).toBe(true)
    expect(await complaintsOf(page)).toEqual([])

    const first = await shownName()
    await eventually(() =>
      page
        .locator('.said')
        .textContent()
        .then((said) => said?.includes('doesn’t measure gaze')),
    ).toBe(true)
    await page.keyboard.press('2')
    await eventually(() => left().textContent()).toBe('6 left')
    const second = await shownName()
    await page.keyboard.press('x')
    const third = await shownName()
    await page.keyboard.press('u')
    await eventually(onDisk).toEqual({
      [first]: 'bw_stylized keep',
      [second]: expect.stringMatching(/ reject$/),
      [third]: 'none keep',
    })

    await page.keyboard.press('z')
    await eventually(shownName).toBe(third)
    expect(await left().textContent()).toBe('5 left')
    await eventually(async () => Object.keys(await onDisk())).not.toContain(third)

    await page.keyboard.press('ArrowRight')
    const fourth = await shownName()
    expect(fourth).not.toBe(third)
    await page.keyboard.press('Backspace')
    await eventually(shownName).toBe(third)
    await page.keyboard.press('Escape')
    await page.locator('.culling').waitFor({ state: 'detached' })
    await eventually(() => page.evaluate(() => document.activeElement?.getAttribute('data-filename'))).toBe(
      'alice_4.jpg',
    )
  })

  test('B shows the base image for as long as it is held', async () => {
    await page.keyboard.press('Shift+C')
    await eventually(() => left().textContent()).toBe('5 left')
    await page.keyboard.down('b')
    await page.getByRole('img', { name: 'Base image' }).nth(1).waitFor()
    await page.keyboard.up('b')
    await eventually(() => page.getByRole('img', { name: 'Base image' }).count()).toBe(1)
    await page.keyboard.press('Escape')
  })

  test('who leaves while a word is on its way is held: a tab asks, a window closes by itself once it is kept', async () => {
    const isHeld = () => page.evaluate(() => !dispatchEvent(new Event('beforeunload', { cancelable: true })))
    await page.evaluate(() => {
      window.close = () => void (document.documentElement.dataset['closed'] = 'true')
    })
    await page.keyboard.press('Shift+C')
    await eventually(() => left().textContent()).toBe('5 left')
    expect(await isHeld()).toBe(false)
    const before = await onDisk()
    // In one task, so that no answer can arrive between the two.
    const held = await page.evaluate(() => {
      document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key: 'x', code: 'KeyX', bubbles: true }))
      return !dispatchEvent(new Event('beforeunload', { cancelable: true }))
    })
    expect(held).toBe(true)
    if (app.desktop)
      await page
        .getByText(/^The window will close once your last edits are saved/)
        .first()
        .waitFor()
    await eventually(async () => Object.keys(await onDisk()).length).toBe(Object.keys(before).length + 1)
    await eventually(isHeld).toBe(false)
    const closed = () => page.evaluate(() => document.documentElement.dataset['closed'] === 'true')
    await eventually(closed).toBe(app.desktop !== null)
    await page.keyboard.press('z')
    await eventually(onDisk).toEqual(before)
    await page.keyboard.press('Escape')
    await page.locator('.culling').waitFor({ state: 'detached' })
  })

  test('with the mouse: from the header to the end, and all of it taken back', async () => {
    const before = await onDisk()
    await page.getByRole('button', { name: 'Cull', exact: true }).click()
    await eventually(() => left().textContent()).toBe('5 left')
    for (let remaining = 4; remaining >= 0; remaining--) {
      await page.getByRole('button', { name: /^Keep as/ }).click()
      await eventually(() => left().textContent()).toBe(`${remaining} left`)
    }
    await page.getByRole('heading', { name: 'All images decided' }).waitFor()
    expect(await complaintsOf(page)).toEqual([])
    await eventually(async () => Object.keys(await onDisk())).toHaveLength(7)
    await page.getByRole('button', { name: 'Undo all' }).click()
    await eventually(() => left().textContent()).toBe('5 left')
    await eventually(onDisk).toEqual(before)
    await page.getByRole('button', { name: 'Back to where you were' }).click()
    await page.locator('.culling').waitFor({ state: 'detached' })
  })

  test('the selection is gone through, those decided before only when they are asked for', async () => {
    await page.locator('[data-filename="alice_4.jpg"]').click()
    await page.keyboard.press('ControlOrMeta+a')
    await page.keyboard.press('ControlOrMeta+a')
    await page.getByRole('button', { name: 'Cull selection' }).click()
    await eventually(() => left().textContent()).toBe('5 left')
    await page.getByRole('button', { name: /^Include 2/ }).click()
    await eventually(() => left().textContent()).toBe('7 left')
    await page.keyboard.press('Escape')
    await page.locator('.culling').waitFor({ state: 'detached' })
  })

  test('the page broke no rule on the way', () => {
    expect(app.watch.complaints).toEqual([])
  })
})
