import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { complaintsOf } from '../support/accessible.ts'
import { HOSTS, type RunningApp } from '../support/app.ts'
import { startJourney } from '../support/journey.ts'
import { temporaryFolder, writeLibrary } from '../support/library.ts'

const { cleanup, browser } = startJourney()

/** Timeout for tests that measure or render pictures. */
const LONG = { timeout: 60_000 }

const ACTORS = ['alice', 'bob', 'carol', 'dave', 'eve']

// All actors, with the pointer and with the keyboard alone.
describe.each(HOSTS)('in the %s', (hostName, start) => {
  let app: RunningApp
  let page: Page
  let folder: string
  let library: string

  const rows = () => page.locator('.actors-row')
  const row = (actorId: string) => page.locator(`.actors-row[data-actor-id="${actorId}"]`)
  const names = () => rows().evaluateAll((all) => all.map((one) => one.getAttribute('data-actor-id')))
  /** Rows are ordered by their position on the screen, not in the document. */
  const order = async () => {
    const placed = await rows().evaluateAll((all) =>
      all.map((one) => [one.getBoundingClientRect().top, one.getAttribute('data-actor-id') ?? ''] as const),
    )
    return placed.toSorted(([a], [b]) => a - b).map(([, name]) => name)
  }
  const focused = () => page.locator('#all-actors').getAttribute('aria-activedescendant')
  const files = async (actorId: string) => readdir(join(library, 'actors', actorId, 'training_data'))
  const complaints = () => complaintsOf(page)
  const save = async (path: string, act: () => Promise<void>): Promise<string> => {
    if (app.desktop) {
      await app.desktop.call('answerDialog', [path])
      await act()
      await expect.poll(() => readFile(path, 'utf8').catch(() => '')).not.toBe('')
    } else {
      const [download] = await Promise.all([page.waitForEvent('download'), act()])
      await download.saveAs(path)
    }
    return readFile(path, 'utf8')
  }

  beforeAll(async () => {
    folder = cleanup.use(await temporaryFolder()).path
    library = join(folder, 'library')
    const configDir = join(folder, 'config')
    await mkdir(configDir)
    await writeLibrary(library, { actors: ACTORS, images: 2 })
    await rm(join(library, 'actors/eve/base_image'), { recursive: true })
    await mkdir(join(library, '.evencast'))
    const shares = { photorealistic: 100, bw_stylized: 0, color_stylized: 0 }
    await writeFile(join(library, '.evencast/settings.json'), JSON.stringify({ total: 3, shares }))
    app = await start(browser(), { library, configDir })
    page = app.page
    page.setDefaultTimeout(20_000)
  })
  afterAll(() => app.close())

  test('one click shows every actor; a click on a head sorts, a second turns the order round', async () => {
    await page.getByRole('button', { name: /^All actors/ }).click()
    await expect.poll(names).toHaveLength(5)
    const head = page.getByRole('columnheader', { name: 'Actor' })
    await head.getByRole('button').click()
    expect(await head.getAttribute('aria-sort')).toBe('ascending')
    await expect.poll(order).toEqual(ACTORS)
    await head.getByRole('button').click()
    expect(await head.getAttribute('aria-sort')).toBe('descending')
    await expect.poll(order).toEqual(ACTORS.toReversed())
    await head.getByRole('button').click()
    await expect.poll(order).toEqual(ACTORS)
  })

  test('what nobody has assessed has no price', async () => {
    expect(await row('alice').textContent()).toContain('unknown until assessed')
    expect(await page.locator('.actors-overview').textContent()).toContain('5 not assessed (not included)')
  })

  test('clicks with Shift and Ctrl select, and the actions say how many they act on', async () => {
    await row('alice').click()
    await row('carol').click({ modifiers: ['Shift'] })
    await page.getByText('3 selected').waitFor()
    await row('bob').click({ modifiers: ['ControlOrMeta'] })
    await row('eve').click({ modifiers: ['ControlOrMeta'] })
    await page.getByRole('toolbar', { name: '3 actors selected' }).waitFor()
    await page.getByRole('button', { name: 'Assess 3' }).click()
    await expect.poll(() => row('carol').getAttribute('data-state'), LONG).toBe('unbalanced')
    await expect.poll(() => row('eve').textContent(), LONG).toContain('no base image, so nothing can be generated')
    expect(await row('bob').getAttribute('data-state')).toBe('unassessed')
    expect(await row('alice').textContent()).toContain('estimated $0.00, no current plan')
  })

  test('a target is set for exactly the selected ones, and undone in one step', async () => {
    const about = (actorId: string) => readFile(join(library, 'actors', actorId, 'actor.json'), 'utf8').catch(() => '')
    await page.getByRole('button', { name: 'Target 3' }).click()
    const dialog = page.getByRole('dialog', { name: 'Target of 3 actors' })
    await dialog.locator('[data-choice="illustrated"] input').check()
    await dialog.getByRole('button', { name: 'Set target for 3 actors' }).click()
    for (const actorId of ['alice', 'carol', 'eve']) await expect.poll(() => about(actorId)).toContain('target')
    expect(await about('bob')).toBe('')
    await dialog.waitFor({ state: 'detached' })
    await page.getByText('Target set for 3 actors.').first().waitFor()
    await page.keyboard.press('ControlOrMeta+z')
    for (const actorId of ['alice', 'carol', 'eve']) await expect.poll(() => about(actorId)).not.toContain('target')
    await page.getByRole('toolbar', { name: '3 actors selected' }).waitFor()
  })

  test('Balance plans exactly the selected ones', async () => {
    await page.getByRole('button', { name: 'Balance 3' }).click()
    await page.getByRole('dialog', { name: 'Balance 3 actors' }).waitFor()
    await expect
      .poll(
        () =>
          page
            .locator('.plan-row')
            .evaluateAll((all) =>
              all.map((one) => one.getAttribute('data-actor-id') ?? '').toSorted((a, b) => (a < b ? -1 : 1)),
            ),
        LONG,
      )
      .toEqual(['alice', 'carol', 'eve'])
    await page.keyboard.press('Escape')
    await expect.poll(() => row('alice').textContent(), LONG).toContain('planned, $0.00')
    expect(await page.locator('.mix-chart').getAttribute('aria-label')).toMatch(
      /Photorealistic: 6 now, 8 after the plans, target 9\./,
    )
  })

  test('by keys alone: the wall, moving, selecting, opening an actor and coming back to it', async () => {
    await page.keyboard.press('Escape')
    await page.getByRole('toolbar').waitFor({ state: 'detached' })
    await page.keyboard.press('w')
    const wall = page.getByRole('listbox', { name: 'All actors' })
    await expect.poll(() => wall.evaluate((element) => element === document.activeElement)).toBe(true)
    // The focus ring surrounds the focused actor, not the whole list.
    expect(await wall.evaluate((element) => getComputedStyle(element).outlineStyle)).toBe('none')
    await page.keyboard.press('Home')
    await page.keyboard.press('ArrowRight')
    await expect.poll(focused).toBe('actors-bob')
    // Pictures of the set, not only one face.
    await expect.poll(() => page.locator('[data-actor-id="bob"] .wall-strip img').count()).toBeGreaterThan(1)
    await page.keyboard.press('Shift+ArrowRight')
    await page.getByText('2 selected').waitFor()
    await page.keyboard.press('Space')
    await page.getByText('1 selected').waitFor()
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'carol' }).waitFor()
    // Escape alone does not leave the view.
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Back to All actors' }).waitFor()
    await page.keyboard.press('Alt+ArrowLeft')
    await wall.waitFor()
    await expect.poll(focused).toBe('actors-carol')
    await page.getByText('1 selected').waitFor()
    await page.keyboard.press('w')
    await page.getByRole('grid', { name: 'All actors' }).waitFor()
    await expect.poll(focused).toBe('actors-carol')
    await page.keyboard.press('ControlOrMeta+a')
    await page.getByText('5 selected').waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('toolbar').waitFor({ state: 'detached' })
  })

  test('the heads sort by keys too, and typing finds', async () => {
    await page.locator('#all-actors').focus()
    await page.keyboard.press('Tab')
    await page.keyboard.press('End')
    await page.keyboard.press('Enter')
    expect(await page.getByRole('columnheader', { name: 'Changed' }).getAttribute('aria-sort')).toBe('descending')
    await page.keyboard.press('Home')
    await page.keyboard.press('Enter')
    await expect.poll(order).toEqual(ACTORS)
    await page.keyboard.press('/')
    await page.keyboard.type('e')
    await expect.poll(order).toEqual(['alice', 'dave', 'eve'])
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Home')
    await expect.poll(focused).toBe('actors-alice')
  })

  test('the table goes along as shown, the report with its pictures', async () => {
    await page.keyboard.press('ControlOrMeta+e')
    await page.getByRole('dialog', { name: 'Export' }).waitFor()
    expect(await complaints()).toEqual([])
    const button = page.getByRole('button', { name: 'Save' })
    const csv = await save(join(folder, `${hostName}.csv`), () => button.click())
    expect(csv.split('\r\n').map((line) => line.split(',')[0])).toEqual(['\uFEFFactor_id', 'alice', 'dave', 'eve', ''])
    await page.keyboard.press('ControlOrMeta+e')
    await page.getByText('Report with images').click()
    await page.getByText(/6 images, about/).waitFor()
    const report = await save(join(folder, `${hostName}.html`), () => button.click())
    expect(report.match(/<section class="actor"/g)).toHaveLength(3)
    if (app.desktop) {
      const asked = app.desktop.deeds.findLast((deed) => deed.what === 'save-dialog')?.detail
      expect(asked).toMatchObject({ defaultPath: expect.stringMatching(/\.html$/) })
    }
  })

  test('table and wall are accessible', async () => {
    await page.getByRole('searchbox', { name: 'Find actor' }).fill('nobody')
    await page.getByRole('main').getByText('No matching actors').waitFor()
    expect(await complaints()).toEqual([])
    await page.getByRole('main').getByRole('button', { name: 'Clear filter' }).click()
    await row('alice').click()
    expect(await complaints()).toEqual([])
    await page.getByRole('radio', { name: 'Wall' }).click()
    await page.locator('.wall-tile').first().waitFor()
    expect(await complaints()).toEqual([])
    await page.getByRole('radio', { name: 'Table', exact: true }).click()
  })

  test('one yes carries out the plans of the selected, and leaves the others alone', async () => {
    await row('alice').click()
    await row('carol').click({ modifiers: ['ControlOrMeta'] })
    await page.getByRole('button', { name: /^Start 2/ }).click()
    const dialog = page.getByRole('dialog', { name: 'Start 2 plans?' })
    await dialog.waitFor()
    expect(await complaints()).toEqual([])
    await dialog.getByRole('button', { name: 'Start 2 actors' }).click()
    await expect.poll(async () => (await files('carol')).filter((name) => name.endsWith('.jpg')), LONG).toHaveLength(3)
    await expect.poll(() => row('alice').getAttribute('data-state'), LONG).toBe('balanced')
    expect((await files('bob')).filter((name) => name.endsWith('.jpg'))).toHaveLength(2)
  })

  test('the page broke no rule on the way', () => {
    expect(app.watch.complaints).toEqual([])
  })
})
