import { mkdir, readdir, readFile, unlink, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { complaintsOf } from '../support/accessible.ts'
import { HOSTS, type RunningApp } from '../support/app.ts'
import { startJourney } from '../support/journey.ts'
import { pickUp } from '../support/pick-up.ts'
import { namesIn } from '../support/zip.ts'
import { photograph, temporaryFolder, writeLibrary } from '../support/library.ts'

const { cleanup, browser } = startJourney()

const tile = (page: Page, filename: string): Locator => page.locator(`[data-filename="${filename}"]`)
const actor = (page: Page, actorId: string): Locator => page.locator(`.sidebar [data-actor-id="${actorId}"]`)
const focused = (page: Page) => page.evaluate(() => document.activeElement?.getAttribute('data-filename'))

/** A long timeout, because the machine may be busy. */
const eventually = <T>(look: () => T) => expect.poll(look, { timeout: 30_000 })

// Moving, deleting and undoing, with the mouse and with the keyboard alone.
describe.each(HOSTS)('in the %s', (_hostName, start) => {
  let app: RunningApp
  let page: Page
  let actors: string

  const files = async (actorId: string) =>
    (await readdir(join(actors, actorId, 'training_data'))).filter((name) => name.endsWith('.jpg')).toSorted()
  const spoken = () => page.locator('[data-live]').textContent()

  beforeAll(async () => {
    const folder = cleanup.use(await temporaryFolder())
    const library = join(folder.path, 'library')
    const configDir = join(folder.path, 'config')
    await mkdir(configDir)
    await writeLibrary(library, { actors: ['alice', 'bob'], images: 4 })
    await writeLibrary(library, { actors: ['carl'], images: 1 })
    actors = join(library, 'actors')
    app = await start(browser(), { library, configDir })
    page = app.page
    page.setDefaultTimeout(30_000)
    await actor(page, 'alice').click()
    await tile(page, 'alice_4.jpg').waitFor()
  })
  afterAll(() => app.close())

  test('several images are dragged to another actor, and one Ctrl+Z brings them back', async () => {
    await tile(page, 'alice_1.jpg').click()
    await tile(page, 'alice_2.jpg').click({ modifiers: ['ControlOrMeta'] })
    await tile(page, 'alice_1.jpg').dragTo(actor(page, 'bob'))
    await expect
      .poll(() => files('bob'))
      .toEqual(['bob_1.jpg', 'bob_2.jpg', 'bob_3.jpg', 'bob_4.jpg', 'bob_5.jpg', 'bob_6.jpg'])
    await page.getByText('Moved 2 images to bob').first().waitFor()
    expect(await spoken()).toMatch(/^2 images moved from alice to bob\. Press (Ctrl|⌘) Z to undo\.$/)
    expect(await files('alice')).toEqual(['alice_3.jpg', 'alice_4.jpg'])
    await page.keyboard.press('ControlOrMeta+z')
    await expect.poll(() => files('alice')).toHaveLength(4)
    await tile(page, 'alice_2.jpg').waitFor()
    await page.getByText('Undone: Moved 2 images to bob').first().waitFor()
  })

  test('an image is dragged onto the trash, which shows itself while one is dragged', async () => {
    expect(await page.locator('[data-trash-drop]').count()).toBe(0)
    await pickUp(page, 'alice_4.jpg')
    const dock = await page.locator('.dock').boundingBox()
    await page.mouse.move(dock!.x + 300, dock!.y - 30, { steps: 4 })
    const zone = await page.locator('[data-trash-drop]').boundingBox()
    await page.mouse.move(zone!.x + zone!.width / 2, zone!.y + zone!.height / 2, { steps: 4 })
    await page.mouse.up()
    await eventually(() => files('alice')).toEqual(['alice_1.jpg', 'alice_2.jpg', 'alice_3.jpg'])
    await page.getByRole('button', { name: 'Undo', exact: true }).first().click()
    await tile(page, 'alice_4.jpg').waitFor()
    expect(await files('alice')).toHaveLength(4)
  })

  test('a drag that rests on an actor shows its lanes, to be dropped on', async () => {
    await pickUp(page, 'alice_3.jpg')
    const row = await actor(page, 'bob').boundingBox()
    // A hand always moves a little.
    const held = async () => {
      await page.mouse.move(row!.x + 60 + Math.random() * 20, row!.y + 20, { steps: 2 })
      return tile(page, 'bob_1.jpg').isVisible()
    }
    await eventually(held).toBe(true)
    const lane = await page.locator('[data-lane="rejected"]').boundingBox()
    await page.mouse.move(lane!.x + 30, lane!.y + 20, { steps: 5 })
    await page.mouse.up()
    await eventually(() => files('alice')).toEqual(['alice_1.jpg', 'alice_2.jpg', 'alice_4.jpg'])
    await page.locator('[data-lane="rejected"] [data-filename="bob_7.jpg"]').waitFor()
    await page.keyboard.press('ControlOrMeta+z')
    await tile(page, 'bob_7.jpg').waitFor({ state: 'detached' })
    await actor(page, 'alice').click()
    await tile(page, 'alice_3.jpg').waitFor()
  })

  test('by keyboard: M finds an actor by its letters, Delete deletes, and the focus goes on', async () => {
    await tile(page, 'alice_1.jpg').click()
    await page.keyboard.press('m')
    await page.keyboard.type('bo')
    await page.keyboard.press('Enter')
    await tile(page, 'alice_1.jpg').waitFor({ state: 'detached' })
    expect(await spoken()).toMatch(/1 image moved from alice to bob/)
    await eventually(() => focused(page)).toBe('alice_2.jpg')
    await page.keyboard.press('Delete')
    await tile(page, 'alice_2.jpg').waitFor({ state: 'detached' })
    expect(await spoken()).toMatch(/^1 image deleted\./)
    await eventually(() => focused(page)).toBe('alice_3.jpg')
    await page.keyboard.press('x')
    await page.locator('[data-lane="rejected"] [data-filename="alice_3.jpg"]').waitFor()
    await eventually(() => focused(page)).toBe('alice_4.jpg')
    await page
      .getByText(/^Moved 1 image.* to Rejected$/)
      .first()
      .waitFor()
    expect(await files('alice')).toEqual(['alice_3.jpg', 'alice_4.jpg'])
  })

  test('by keyboard: the history leads back to any point, and forward again', async () => {
    await page.keyboard.press('h')
    const panel = page.getByRole('complementary', { name: 'History' })
    await panel.locator('[aria-current="step"]').waitFor()
    await eventually(() => page.evaluate(() => document.activeElement?.textContent)).toMatch(
      /Moved 1 image.* to Rejected/,
    )
    expect(await complaintsOf(page)).toEqual([])
    await page.keyboard.press('End')
    await page.keyboard.press('Enter')
    await eventually(() => files('alice')).toHaveLength(4)
    await eventually(() => files('bob')).toHaveLength(4)
    await eventually(() => panel.locator('[data-undone]').count()).toBe(3)
    await page.keyboard.press('Home')
    await page.keyboard.press('Enter')
    await eventually(() => files('alice')).toEqual(['alice_3.jpg', 'alice_4.jpg'])
    await eventually(() => panel.locator('[data-undone]').count()).toBe(0)
    await page.keyboard.press('Escape')
    await panel.waitFor({ state: 'detached' })
    await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('history-button')
  })

  /** Drags a file over an element and drops it there, as a file manager does. */
  async function dropFile(selector: string, path: string): Promise<void> {
    const bytes = (await readFile(path)).toString('base64')
    await page.evaluate(
      ([to, name, text, where]) => {
        // A real window knows the path of a file; the stand-in reads it here.
        Object.assign(window, { __paths: { [name]: where } })
        const data = new DataTransfer()
        data.items.add(new File([Uint8Array.from(atob(text), (c) => c.charCodeAt(0))], name, { type: 'image/jpeg' }))
        const element = document.querySelector(to)
        for (const type of ['dragover', 'drop'])
          element?.dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer: data }))
      },
      [selector, basename(path), bytes, path] as const,
    )
  }

  test('an image dropped from outside is copied into the lane or the actor, and undo takes it out', async () => {
    const before = { alice: await files('alice'), bob: await files('bob') }
    const outside = join(actors, '..', 'sunset.jpg')
    await writeFile(outside, await photograph(4711))
    await dropFile('[data-lane="color_stylized"]', outside)
    await page.getByText('Added 1 image to alice').first().waitFor()
    await page.locator('[data-lane="color_stylized"] [data-filename="alice_5.jpg"]').waitFor()
    expect(await readFile(join(actors, 'alice/training_data/alice_5.jpg'))).toEqual(await readFile(outside))
    await dropFile('.sidebar [data-actor-id="bob"]', outside)
    await page.getByText('Added 1 image to bob').first().waitFor()
    expect(await files('bob')).toHaveLength(before.bob.length + 1)
    await page.keyboard.press('ControlOrMeta+z')
    await eventually(() => files('bob')).toEqual(before.bob)
    await page.keyboard.press('ControlOrMeta+z')
    await eventually(() => files('alice')).toEqual(before.alice)
    await unlink(outside)
  })

  test('several images are dragged out of the window', async () => {
    if (!app.desktop) {
      // A browser accepts a single file, so the download is an archive.
      await page.evaluate(() =>
        addEventListener('dragstart', (event) => {
          document.body.dataset['carried'] = event.dataTransfer?.getData('DownloadURL') ?? ''
        }),
      )
      await tile(page, 'alice_3.jpg').click()
      await tile(page, 'alice_4.jpg').click({ modifiers: ['ControlOrMeta'] })
      await pickUp(page, 'alice_4.jpg')
      await page.keyboard.press('Escape')
      await page.mouse.up()
      const carried = await page.evaluate(() => document.body.dataset['carried'])
      const [, type, filename, url = ''] = /^([^:]*):([^:]*):(.*)$/.exec(carried ?? '') ?? []
      expect([type, filename]).toEqual(['application/zip', 'alice-2.zip'])
      const zip = await (await page.request.get(url)).body()
      expect(namesIn(zip)).toEqual(['alice_3.jpg', 'alice_4.jpg'])
      expect(zip.includes(await readFile(join(actors, 'alice/training_data/alice_3.jpg')))).toBe(true)
      // The same without dragging.
      const saved = page.waitForEvent('download')
      await page.keyboard.press('ControlOrMeta+k')
      await page.keyboard.type('download')
      await page.keyboard.press('Enter')
      expect((await saved).suggestedFilename()).toBe('alice-2.zip')
      return
    }
    // With Alt, the system receives the files themselves.
    await tile(page, 'alice_3.jpg').click()
    await tile(page, 'alice_4.jpg').click({ modifiers: ['ControlOrMeta'] })
    await page.keyboard.down('Alt')
    await tile(page, 'alice_4.jpg').hover()
    await page.mouse.down()
    await page.mouse.move(600, 400, { steps: 4 })
    await page.mouse.up()
    await page.keyboard.up('Alt')
    const dragged = () => app.desktop?.deeds.find((deed) => deed.what === 'start-drag')?.detail
    await eventually(dragged).toEqual({
      files: ['alice_3.jpg', 'alice_4.jpg'].map((name) => join(actors, 'alice/training_data', name)),
      icon: 'PNG',
    })
    expect(await files('alice')).toHaveLength(2)
  })

  const dialog = (name: string | RegExp) => page.getByRole('dialog', { name })
  const command = async (words: string) => {
    await page.keyboard.press('ControlOrMeta+k')
    await page.getByPlaceholder('What do you want to do?').fill(words)
    await page.keyboard.press('Enter')
  }

  test('a right click, or Shift+F10, offers what can be done with an image', async () => {
    await tile(page, 'alice_3.jpg').click({ button: 'right' })
    const menu = page.getByRole('menu', { name: 'Actions' })
    await menu.getByRole('menuitem', { name: /^Open/ }).waitFor()
    await page.keyboard.press('Escape')
    await menu.waitFor({ state: 'hidden' })
    await tile(page, 'alice_4.jpg').click()
    await page.keyboard.press('Shift+F10')
    await menu.waitFor()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await dialog(/alice_4\.jpg/).waitFor()
    await page.keyboard.press('Escape')
  })

  test('K keeps an image, and the list of kept images releases it', async () => {
    await tile(page, 'alice_4.jpg').click()
    await page.keyboard.press('k')
    const told = page.locator('.toast').filter({ hasText: 'Kept 1 image. No plan removes it.' }).first()
    await told.waitFor()
    // The notification is above the selection bar, so both can be clicked.
    const bar = await page.locator('.selection-bar').boundingBox()
    await expect
      .poll(async () => (await told.boundingBox())!.y + (await told.boundingBox())!.height)
      .toBeLessThan(bar!.y)
    await command('kept images')
    const kept = page.locator('.picture-item')
    await kept.getByRole('checkbox').check()
    expect(await complaintsOf(page)).toEqual([])
    await page.getByRole('button', { name: 'Release 1 image' }).click()
    await page.getByText('Nothing is kept').waitFor()
    await page.keyboard.press('Escape')
  })

  test('of more kept images than are shown at once each can be released by itself', async () => {
    // The desktop uses a port, whose answers a test cannot replace.
    if (app.desktop) return
    const many = Array.from({ length: 501 }, (_, n) => `kept_${n}.jpg`)
    const json = many.map((filename, n) => ({ actorId: 'alice', imageId: `${n}`, filename, issues: [] }))
    await page.route('**/rpc/promises/list', (route) => route.fulfill({ json: { json } }))
    const picture = { contentType: 'image/svg+xml', body: '<svg xmlns="http://www.w3.org/2000/svg"/>' }
    await page.route('**/thumb/*', (route) => route.fulfill(picture))
    await command('kept images')
    await page.getByText('1 not shown.').waitFor()
    expect(await page.locator('.picture-item').count()).toBe(500)
    await page.getByRole('button', { name: 'Show more' }).click()
    // The first of the new images has the focus.
    await page.keyboard.press('Space')
    const last = page.locator('.picture-item').filter({ hasText: 'kept_500.jpg' })
    expect(await last.getByRole('checkbox').isChecked()).toBe(true)
    await page.getByRole('button', { name: 'Release 1 image' }).waitFor()
    await page.keyboard.press('Escape')
    for (const address of ['**/rpc/promises/list', '**/thumb/*']) await page.unroute(address)
  })

  test('one actor gets a target of its own, then all of them, and undo takes each back', async () => {
    const shown = (target: string) => page.locator('[data-lane="photorealistic"]').getByText(target).first().waitFor()
    await page.getByRole('button', { name: 'Target…' }).click()
    await dialog('Target of alice').locator('[data-choice="photographs"] input').check()
    expect(await complaintsOf(page)).toEqual([])
    await page.getByRole('button', { name: 'Set target', exact: true }).click()
    await shown('/ 20')
    await page.keyboard.press('ControlOrMeta+z')
    await shown('/ 13')
    await command('targets of all actors')
    await dialog('Target of 3 actors').locator('[data-choice="photographs"] input').check()
    await page.getByRole('button', { name: 'Set target for 3 actors' }).click()
    await shown('/ 20')
    expect(JSON.parse(await readFile(join(actors, 'bob/actor.json'), 'utf8'))).toHaveProperty('target')
    await page.keyboard.press('ControlOrMeta+z')
    await shown('/ 13')
  })

  test('a plan that cannot close the gap says so, and each way out begins with a click', async () => {
    await actor(page, 'carl').click()
    await tile(page, 'carl_1.jpg').waitFor()
    await page.keyboard.press('ControlOrMeta+b')
    const way = (name: string) => page.locator(`.ways-out [data-way="${name}"]`)
    await way('target').click()
    await dialog('Target of carl').waitFor()
    await page.keyboard.press('Escape')
    const choosing = page.waitForEvent('filechooser')
    await way('photographs').click()
    expect((await choosing).isMultiple()).toBe(true)
    await way('generator').click()
    await dialog('Settings').waitFor()
    await page.keyboard.press('Escape')
    // A plan for another target is outdated, so it is made again.
    await way('target').click()
    await dialog('Target of carl').locator('[data-choice="photographs"] input').check()
    await page.getByRole('button', { name: 'Set target', exact: true }).click()
    await page.locator('[data-lane="photorealistic"]').getByText('/ 20').first().waitFor()
    await page.getByRole('button', { name: 'Start', exact: true }).waitFor()
    await page.getByText('Its target was 13/4/3 then').waitFor({ state: 'detached' })
    await page.keyboard.press('ControlOrMeta+z')
    await page.getByText('Its target was 20/0/0 then').waitFor()
    await page.getByRole('button', { name: 'Discard' }).click()
    await actor(page, 'alice').click()
    await tile(page, 'alice_3.jpg').waitFor()
  })

  test('W shows whole images, and a reload remembers it', async () => {
    const kind = () => page.evaluate(() => document.documentElement.dataset['thumbnails'])
    await page.keyboard.press('w')
    await expect.poll(kind).toBe('whole')
    await page.reload()
    await tile(page, 'alice_3.jpg').waitFor()
    expect(await kind()).toBe('whole')
  })

  test('Escape leaves no actor; a button leads back to the list', async () => {
    await page.keyboard.press('o')
    await page.locator('.actors-row[data-actor-id="bob"]').dblclick()
    await page.getByRole('heading', { name: 'bob' }).waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Back to All actors' }).click()
    await page.getByRole('heading', { name: 'All actors' }).waitFor()
  })

  test('what was deleted is shown as pictures, to be brought back', async () => {
    await actor(page, 'alice').click()
    await tile(page, 'alice_3.jpg').click()
    // The dialog opens before the deletion has finished.
    const opened = Promise.withResolvers<void>()
    await page.route('**/rpc/images/trash', async (route) => {
      await opened.promise
      await route.fallback()
    })
    await page.keyboard.press('Delete')
    await tile(page, 'alice_3.jpg').waitFor({ state: 'detached' })
    await command('trash…')
    await dialog('Trash').waitFor()
    opened.resolve()
    await page.locator('.picture-item').first().getByText('alice_3.jpg').waitFor()
    await page.unroute('**/rpc/images/trash')
    const picture = page.locator('.picture-item img').first()
    const width = () => picture.evaluate((image) => (image instanceof HTMLImageElement ? image.naturalWidth : 0))
    await eventually(width).toBeGreaterThan(0)
    expect(await complaintsOf(page)).toEqual([])
    await page.locator('.picture-item').getByRole('checkbox').first().check()
    await page.getByRole('button', { name: /^Restore/ }).click()
    await page.keyboard.press('Escape')
    await tile(page, 'alice_3.jpg').waitFor()
  })

  test('a snapshot is looked at beside what is there now, and brought back', async () => {
    const before = await files('alice')
    await page.getByRole('button', { name: 'Show history' }).click()
    await page.getByRole('radio', { name: 'Snapshots' }).check()
    await page.getByLabel('Name of the snapshot').fill('good')
    await page.getByRole('button', { name: 'Save snapshot' }).click()
    await page.getByText('Saved the snapshot “good”').first().waitFor()
    await page.getByRole('button', { name: 'Close history' }).first().click()
    await tile(page, before[0] ?? '').click()
    await page.keyboard.press('Delete')
    await expect.poll(() => files('alice')).toHaveLength(before.length - 1)
    await page.getByRole('button', { name: 'Show history' }).click()
    await page.getByRole('radio', { name: 'Snapshots' }).check()
    await page.getByRole('button', { name: /^good/ }).click()
    const gone = page.locator(`.snapshot-change[data-filename="${before[0]}"]`)
    await gone.getByText('gone since').waitFor()
    await expect
      .poll(() => gone.locator('img').evaluate((img: HTMLImageElement) => img.naturalWidth))
      .toBeGreaterThan(1)
    expect(await complaintsOf(page)).toEqual([])
    await page.getByRole('button', { name: 'Restore all' }).click()
    await page.getByText('Restored 1 actor to “good”').first().waitFor()
    await eventually(() => files('alice')).toEqual(before)
    await tile(page, before[0] ?? '').waitFor()
    await page.keyboard.press('ControlOrMeta+z')
    await eventually(() => files('alice')).toHaveLength(before.length - 1)
    await page.keyboard.press('ControlOrMeta+Shift+z')
    await eventually(() => files('alice')).toEqual(before)
  })

  test('the page broke no rule on the way', () => {
    expect(app.watch.complaints).toEqual([])
  })
})
