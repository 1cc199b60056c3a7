import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { complaintsOf } from '../support/accessible.ts'
import { HOSTS, type RunningApp } from '../support/app.ts'
import { startJourney } from '../support/journey.ts'
import { pickUp } from '../support/pick-up.ts'
import { photograph, temporaryFolder, writeLibrary } from '../support/library.ts'

const { cleanup, browser } = startJourney()

const eventually = <T>(read: () => Promise<T>) => expect.poll(read, { timeout: 20_000 })

/** Returns a manifest with labels by a person and images from a generator. */
const manifest = (actor: string) =>
  JSON.stringify({
    version: 1,
    actor_id: actor,
    updated_at: '2026-11-22T10:00:00.000Z',
    images: [
      { filename: `${actor}_1.jpg`, type: 'bw_stylized', classified_by: 'human' },
      { filename: `${actor}_2.jpg`, type: 'bw_stylized', source: 'generated', prompt: 'seen from a low angle' },
      { filename: `${actor}_3.jpg`, type: 'photorealistic' },
      { filename: `${actor}_4.jpg`, type: 'photorealistic' },
    ],
  })

const ACTORS = ['alice', 'bob', 'carol']

describe.each(HOSTS)('in the %s', (_, start) => {
  let app: RunningApp
  let page: Page
  let library: string

  const names = () =>
    page.locator('[data-filename]').evaluateAll((all) => all.map((one) => one.getAttribute('data-filename')))
  const focused = () =>
    page.evaluate(() => document.activeElement?.getAttribute('data-filename') ?? document.activeElement?.id)
  const selected = () =>
    page
      .locator('[data-filename][aria-selected="true"]')
      .evaluateAll((all) => all.map((one) => one.getAttribute('data-filename')))
  const press = async (...keys: readonly string[]) => {
    for (const key of keys) await page.keyboard.press(key)
  }
  const field = () => page.getByRole('combobox', { name: 'Filter images' })
  const accessible = async () => expect(await complaintsOf(page)).toEqual([])

  beforeAll(async () => {
    const folder = cleanup.use(await temporaryFolder())
    library = join(folder.path, 'library')
    const configDir = join(folder.path, 'config')
    await mkdir(configDir)
    await writeLibrary(library, { actors: ACTORS, images: 4 })
    for (const actor of ACTORS) {
      const training = join(library, 'actors', actor, 'training_data')
      await writeFile(join(training, 'manifest.json'), manifest(actor))
    }
    app = await start(browser(), { library, configDir })
    page = app.page
    page.setDefaultTimeout(20_000)
    await page.emulateMedia({ reducedMotion: 'reduce' })
    await page.getByText('alice', { exact: true }).first().click()
    await page.locator('[data-filename="alice_4.jpg"]').waitFor()
  })
  afterAll(() => app.close())

  test('Ctrl+F filters the lanes by keyboard alone: completed, kept as a chip, turned around, removed', async () => {
    await press('ControlOrMeta+f')
    await eventually(focused).toBe('image-filter')
    await accessible()
    await page.keyboard.type('sty')
    await press('Tab')
    await eventually(() => field().inputValue()).toBe('style:')
    await page.keyboard.type('b')
    await press('ArrowDown', 'Enter')
    await eventually(names).toEqual(['alice_1.jpg', 'alice_2.jpg'])
    expect(await page.getByText('2 of 4 shown').count()).toBe(1)
    await press('ArrowLeft', '-')
    await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe('style:bw')
    await eventually(names).toEqual(['alice_3.jpg', 'alice_4.jpg'])
    await accessible()
    await page.locator('.filter-chip-text').focus()
    await press('Delete')
    await eventually(names).toHaveLength(4)
    await eventually(focused).toBe('image-filter')
  })

  test('what is wrong is said in a sentence, and marked; what was shown stays', async () => {
    await field().fill('styl:bw')
    await page.getByText('Did you mean style:?').waitFor()
    expect(await page.locator('.filter-mistake mark').textContent()).toBe('styl:')
    // It is shown among the suggestions, not over them.
    expect(await page.locator('.filter-mistake').count()).toBe(1)
    expect(await names()).toHaveLength(4)
    await accessible()
    await field().fill('')
    await page.keyboard.type('"low angle"')
    await eventually(names).toEqual(['alice_2.jpg'])
    await page.getByRole('button', { name: 'Clear filter' }).first().click()
    await eventually(names).toHaveLength(4)
  })

  test('two keys find every image of a kind in the library', async () => {
    await press('Escape', 'Escape')
    await page.locator('[data-filename="alice_1.jpg"]').click()
    await press('Shift+F')
    await page.getByText('Classified by you').waitFor()
    await page.getByText(/^3$/).first().waitFor()
    await press('Alt+9')
    await eventually(names).toEqual(ACTORS.map((actor) => `${actor}_1.jpg`))
    await accessible()
  })

  test('results are selected, moved and opened as images of an actor are, and Undo takes it back', async () => {
    await press('Escape')
    await eventually(focused).toBe('alice_1.jpg')
    await press('ArrowRight', 'Shift+ArrowRight')
    await eventually(selected).toEqual(['bob_1.jpg', 'carol_1.jpg'])
    await press('ControlOrMeta+ArrowLeft', ' ')
    await eventually(selected).toEqual(['carol_1.jpg'])
    await press('PageUp', 'Shift+PageDown')
    await eventually(selected).toHaveLength(3)
    await press('ControlOrMeta+a')
    await eventually(selected).toHaveLength(3)
    await press('ControlOrMeta+Home', 'ArrowLeft', '3')
    await page.locator('[data-filename="alice_1.jpg"]').waitFor()
    await page.getByRole('button', { name: 'Clear filter' }).first().click()
    await page.keyboard.type('style:colour by:human')
    await press('Enter', 'Escape')
    await eventually(names).toEqual(['alice_1.jpg'])
    await eventually(focused).toBe('alice_1.jpg')
    await press('Enter')
    await page.locator('.lightbox').getByText('alice_1.jpg').first().waitFor()
    await press('Escape')
    await eventually(focused).toBe('alice_1.jpg')
    await press('ControlOrMeta+z')
    await page.getByText('No matching images').waitFor()
    await accessible()
    await page.getByRole('button', { name: 'Clear filter' }).last().click()
    await eventually(names).toHaveLength(12)
  })

  test('a moved result gives its focus to the one in its place', async () => {
    await field().fill('by:human')
    await press('Enter', 'Escape')
    await eventually(names).toHaveLength(3)
    await page.locator('[data-filename="bob_1.jpg"]').click()
    await press('Shift+Escape')
    await eventually(names).toHaveLength(12)
    await field().fill('style:photo')
    await press('Enter', 'Escape')
    await eventually(names).toHaveLength(6)
    await page.locator('[data-filename="bob_3.jpg"]').click()
    await press('2')
    await eventually(names).toHaveLength(5)
    await eventually(focused).toBe('bob_4.jpg')
    await press('ControlOrMeta+z')
    await eventually(names).toHaveLength(6)
  })

  test('J jumps to a result of any actor, and what is pressed next is done with that one', async () => {
    await press('j')
    await page.keyboard.type('carol_4')
    await press('Enter')
    await eventually(focused).toBe('carol_4.jpg')
    await page.locator('.jump').waitFor({ state: 'hidden' })
    await press('2')
    await eventually(names).not.toContain('carol_4.jpg')
    await press('ControlOrMeta+z')
    await eventually(names).toContain('carol_4.jpg')
    await press('j', '9')
    await page.locator('.jump').getByText('no match').waitFor()
    await press('Escape')
  })

  test('results are dragged to a lane, each of its own actor', async () => {
    await page.locator('[data-filename="bob_3.jpg"]').click()
    await press('Shift+ArrowRight')
    await eventually(selected).toHaveLength(2)
    await pickUp(page, 'bob_3.jpg')
    await page.locator('[data-lane-dock="color_stylized"]').hover()
    await page.mouse.up()
    await eventually(names).toHaveLength(4)
    await press('ControlOrMeta+z')
    await eventually(names).toHaveLength(6)
  })

  test('a file that comes and goes shows among the results, and neither the focus nor the selection moves', async () => {
    await page.locator('[data-filename="bob_3.jpg"]').click()
    await press('Shift+Escape')
    await eventually(names).toHaveLength(12)
    const file = join(library, 'actors/alice/training_data/alice_9.jpg')
    await writeFile(file, await photograph(77))
    await eventually(names).toContain('alice_9.jpg')
    // Its picture is being requested and must arrive before the file is deleted.
    const picture = page.locator('[data-filename="alice_9.jpg"] img')
    await eventually(() =>
      picture.evaluate((one) => one instanceof HTMLImageElement && one.complete && one.naturalWidth > 0),
    ).toBe(true)
    await eventually(focused).toBe('bob_3.jpg')
    expect(await selected()).toEqual(['bob_3.jpg'])
    await rm(file)
    await eventually(names).toHaveLength(12)
    await eventually(focused).toBe('bob_3.jpg')
    expect(await selected()).toEqual(['bob_3.jpg'])
    await field().fill('style:photo')
    await press('Enter', 'Escape')
    await eventually(names).toHaveLength(6)
  })

  test('G leads from a result to its place among its actor’s images', async () => {
    await page.locator('[data-filename="carol_4.jpg"]').click()
    await press('g')
    await page.getByRole('heading', { name: 'carol' }).waitFor()
    await eventually(focused).toBe('carol_4.jpg')
    expect(await names()).toEqual(['carol_3.jpg', 'carol_4.jpg'])
    await press('Shift+Escape')
    await eventually(names).toHaveLength(4)
  })

  test('J jumps to the file whose number is typed; Escape goes back', async () => {
    await page.locator('[data-filename="carol_4.jpg"]').click()
    await press('j', '1')
    await eventually(focused).toBe('carol_1.jpg')
    await press('Escape')
    await eventually(focused).toBe('carol_4.jpg')
    await press('j', '2', 'Enter', '1')
    await page.locator('[data-lane="photorealistic"] [data-filename="carol_2.jpg"]').waitFor()
    await press('ControlOrMeta+z')
    await page.locator('[data-lane="bw_stylized"] [data-filename="carol_2.jpg"]').waitFor()
  })

  test('a filter is saved under a name, found in the palette, deleted, and brought back', async () => {
    await field().fill('generated')
    await press('Enter')
    await page.getByRole('button', { name: 'Saved filters' }).click()
    await page.getByRole('menuitem', { name: 'Save filter…' }).click()
    await page.getByRole('textbox', { name: 'Name' }).waitFor()
    await page.getByRole('menu').waitFor({ state: 'hidden' })
    await accessible()
    await page.getByRole('textbox', { name: 'Name' }).fill('Machine made')
    await press('Enter')
    await page.getByText('Saved filter “Machine made”').first().waitFor()
    await page.getByRole('button', { name: 'Clear filter' }).first().click()
    // Move the pointer to where the palette opens: the item under it must not replace what was typed.
    await page.mouse.move(720, 420)
    await press('Escape', 'Escape', 'ControlOrMeta+k')
    await page.keyboard.type('machine')
    await press('Enter')
    await eventually(names).toEqual(ACTORS.map((actor) => `${actor}_2.jpg`))
    await page.getByRole('button', { name: 'Saved filters' }).click()
    await page.getByRole('menuitem', { name: /Machine made generated/ }).waitFor()
    await accessible()
    await page.getByRole('menuitem', { name: 'Delete filter “Machine made”' }).click()
    await page.getByText('Deleted filter “Machine made”').first().waitFor()
    await page.getByRole('button', { name: 'Undo', exact: true }).click()
    await page.getByRole('button', { name: 'Saved filters' }).click()
    await page.getByRole('menuitem', { name: /Machine made generated/ }).waitFor()
    await press('Escape')
    await page.getByRole('button', { name: 'Clear filter' }).first().click()
  })

  test('images are sorted and lie closer when that is asked for, and it is remembered', async () => {
    await page.getByRole('radio', { name: 'This actor' }).check()
    const photos = () =>
      page
        .locator('[data-lane="photorealistic"] [data-filename]')
        .evaluateAll((all) => all.map((one) => one.getAttribute('data-filename')))
    await eventually(photos).toEqual(['carol_3.jpg', 'carol_4.jpg'])
    await page.getByRole('button', { name: /^View/ }).click()
    await page.getByRole('menuitemradio', { name: 'Descending' }).waitFor()
    await accessible()
    await page.getByRole('menuitemradio', { name: 'Descending' }).click()
    await eventually(photos).toEqual(['carol_4.jpg', 'carol_3.jpg'])
    await page.locator('[data-filename="carol_4.jpg"]').click()
    await press('d')
    await page.locator('[data-density="compact"]').waitFor()
    await accessible()
    await page.reload()
    await eventually(photos).toEqual(['carol_4.jpg', 'carol_3.jpg'])
    await page.locator('[data-density="compact"]').waitFor()
  })

  test('the page broke no rule on the way', () => {
    expect(app.watch.complaints).toEqual([])
  })
})
