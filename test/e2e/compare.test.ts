import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { complaintsOf } from '../support/accessible.ts'
import { HOSTS, type RunningApp } from '../support/app.ts'
import { startJourney } from '../support/journey.ts'
import { addDuplicates, temporaryFolder, writeLibrary } from '../support/library.ts'

const { cleanup, browser } = startJourney()

const eventually = <T>(read: () => T) => expect.poll(read, { timeout: 30_000 })

interface Entry {
  readonly filename: string
  readonly classified_by?: string
  readonly kept_by?: string
  readonly verdict?: string
  readonly flagged?: boolean
}

describe.each(HOSTS)('comparing in the %s', (_name, start) => {
  let app: RunningApp
  let page: Page
  let manifest: string

  const entries = async (): Promise<readonly Entry[]> =>
    (JSON.parse(await readFile(manifest, 'utf8').catch(() => '{"images":[]}')) as { readonly images: readonly Entry[] })
      .images
  /** Returns a person's verdicts on disk by file name. */
  const verdicts = async (): Promise<Readonly<Record<string, string>>> =>
    Object.fromEntries(
      (await entries())
        .filter(({ classified_by, kept_by }) => classified_by === 'human' || kept_by === 'human')
        .map(({ filename, verdict }) => [filename, verdict ?? 'keep']),
    )
  const tile = (filename: string) => page.locator(`[data-filename="${filename}"]`)
  const transforms = () =>
    page.locator('.compare-pane img').evaluateAll((all) => all.map((image) => getComputedStyle(image).transform))

  beforeAll(async () => {
    const folder = cleanup.use(await temporaryFolder())
    const library = join(folder.path, 'library')
    const configDir = join(folder.path, 'config')
    await mkdir(configDir)
    await writeLibrary(library, { actors: ['alice'], images: 3, labelled: false })
    await addDuplicates(library, 'alice', 3)
    manifest = join(library, 'actors/alice/training_data/manifest.json')
    app = await start(browser(), { library, configDir })
    page = app.page
    page.setDefaultTimeout(60_000)
    await page.getByText('alice', { exact: true }).first().click()
    await page.getByRole('button', { name: 'Assess', exact: true }).first().click()
    await page.locator('[data-lane="rejected"] [data-filename]').nth(1).waitFor()
  })
  afterAll(() => app.close())

  test('with keys: the selection side by side under one zoom, the best kept, another rejected, and back', async () => {
    await tile('alice_1.jpg').click()
    await tile('alice_4.jpg').click({ modifiers: ['ControlOrMeta'] })
    await page.keyboard.press('c')
    await page.locator('.compare-pane img').nth(1).waitFor()
    expect(await complaintsOf(page)).toEqual([])
    const focused = () => page.locator('.compare-pane[data-focused]').getAttribute('aria-label')
    expect(await focused()).toContain('alice_1.jpg')
    await page.keyboard.press('+')
    await eventually(async () => new Set(await transforms()).size).toBe(1)
    await eventually(async () => (await transforms())[0]).toMatch(/^matrix\(1\.25/)
    await page.keyboard.press('1')
    await eventually(verdicts).toEqual({ 'alice_1.jpg': 'keep' })
    await page.keyboard.press('ArrowRight')
    expect(await focused()).toContain('alice_4.jpg')
    await page.keyboard.press('x')
    await eventually(verdicts).toEqual({ 'alice_1.jpg': 'keep', 'alice_4.jpg': 'reject' })
    await page.keyboard.press('ControlOrMeta+z')
    await eventually(verdicts).toEqual({ 'alice_1.jpg': 'keep' })
    await page.keyboard.press('ControlOrMeta+z')
    await eventually(verdicts).toEqual({})
    const named = () => page.evaluate(() => document.activeElement?.textContent)
    await page.keyboard.press('Tab')
    await eventually(named).toMatch(/^\s*Best\s*1/)
    await page.keyboard.press('Tab')
    await eventually(named).toMatch(/^\s*Reject/)
    await page.keyboard.press('Shift+Tab')
    await page.keyboard.press('Enter')
    await eventually(verdicts).toEqual({ 'alice_1.jpg': 'keep' })
    await page.keyboard.press('ControlOrMeta+z')
    await eventually(verdicts).toEqual({})
    await page.keyboard.press('Escape')
    await page.locator('.compare').waitFor({ state: 'detached' })
    await eventually(() => page.evaluate(() => document.activeElement?.getAttribute('data-filename'))).toBe(
      'alice_4.jpg',
    )
  })

  test('with the mouse: the wheel in one zooms all, buttons keep and reject', async () => {
    await tile('alice_1.jpg').click()
    await tile('alice_2.jpg').click({ modifiers: ['ControlOrMeta'] })
    await page.getByRole('button', { name: 'Compare', exact: true }).click()
    const second = page.locator('.compare-pane').nth(1)
    await second.locator('img').waitFor()
    await second.hover()
    await page.mouse.wheel(0, -500)
    await eventually(async () => (await transforms())[0]).not.toMatch(/^matrix\(1, 0, 0, 1, 0, 0\)$/)
    expect(new Set(await transforms()).size).toBe(1)
    await page.getByRole('button', { name: 'Best 2' }).click()
    await eventually(verdicts).toEqual({ 'alice_2.jpg': 'keep' })
    await page.keyboard.press('ControlOrMeta+z')
    await eventually(verdicts).toEqual({})
    await page.getByRole('button', { name: 'Back to where you were' }).click()
    await page.locator('.compare').waitFor({ state: 'detached' })
  })

  test('duplicates with keys: another pick, the best kept, the next group, and taken back', async () => {
    await page.keyboard.press('Shift+D')
    await page.locator('.member').nth(1).waitFor()
    expect(await page.locator('.group-title').textContent()).toContain('Group 1 of 2')
    expect(await page.locator('.member[data-fate="best"]').textContent()).toContain('higher resolution')
    const said = () => page.locator('.group-said').textContent()
    expect(await said()).toContain('If you keep the best, 1 image will be removed')
    expect(await page.locator('.member[data-fate="goes"]').textContent()).toContain('would be removed')
    expect(await complaintsOf(page)).toEqual([])
    await page.keyboard.press('2')
    await eventually(() => page.locator('.member[data-fate="best"]').textContent()).toContain('alice_4.jpg')
    await page.keyboard.press('Enter')
    await eventually(verdicts).toEqual({ 'alice_1.jpg': 'reject', 'alice_4.jpg': 'keep' })
    await eventually(() => page.locator('.group-title').textContent()).toContain('Group 2 of 2')
    await page.keyboard.press('k')
    await eventually(said).toMatch(/best kept\s*1 image will be removed/)
    await page.keyboard.press('j')
    await eventually(() => page.locator('.group-title').textContent()).toContain('Group 2 of 2')
    await page.keyboard.press('a')
    await eventually(async () => Object.keys(await verdicts())).toHaveLength(4)
    expect(await verdicts()).toMatchObject({ 'alice_2.jpg': 'keep', 'alice_5.jpg': 'keep' })
    await page.keyboard.press('z')
    await page.keyboard.press('z')
    await eventually(verdicts).toEqual({})
    await page.keyboard.press('Escape')
    await page.locator('.duplicates').waitFor({ state: 'detached' })
  })

  test('duplicates with the mouse: the best of all groups in one step that can be undone', async () => {
    await page.getByRole('button', { name: 'Find duplicates in this actor' }).click()
    await page.getByRole('button', { name: 'Keep best in all 2 groups' }).click()
    await eventually(verdicts).toMatchObject({ 'alice_4.jpg': 'reject', 'alice_5.jpg': 'reject' })
    expect(await complaintsOf(page)).toEqual([])
    await page.getByRole('button', { name: 'Back to where you were' }).click()
    await page.keyboard.press('ControlOrMeta+z')
    await eventually(verdicts).toEqual({})
    // The file changes before the window receives the event.
    await page.getByRole('button', { name: 'Redo' }).first().waitFor()
    await page.keyboard.press('ControlOrMeta+Shift+z')
    await eventually(verdicts).toMatchObject({ 'alice_4.jpg': 'reject', 'alice_5.jpg': 'reject' })
  })

  test('once every group has its answer there is nothing left to ask', async () => {
    await page.keyboard.press('Shift+D')
    await page.getByRole('heading', { name: 'No duplicates' }).waitFor()
    expect(await complaintsOf(page)).toEqual([])
    await page.keyboard.press('Escape')
  })

  test('F flags, in the gallery and in culling, and takes the flag off', async () => {
    const flagged = async () => (await entries()).filter((entry) => entry.flagged).map(({ filename }) => filename)
    await tile('alice_3.jpg').click()
    await page.keyboard.press('f')
    await eventually(flagged).toEqual(['alice_3.jpg'])
    await tile('alice_3.jpg').locator('[data-flag]').waitFor()
    await page.keyboard.press('Shift+C')
    await page.getByRole('button', { name: 'Include' }).click()
    while (!(await page.locator('.culling-name').textContent())?.includes('alice_3'))
      await page.keyboard.press('ArrowRight')
    await page.keyboard.press('f')
    await eventually(flagged).toEqual([])
    await page.keyboard.press('z')
    await eventually(flagged).toEqual(['alice_3.jpg'])
    await page.keyboard.press('Escape')
  })

  test('the page broke no rule on the way', () => {
    expect(app.watch.complaints).toEqual([])
  })
})
