import { existsSync } from 'node:fs'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { complaintsOf } from '../support/accessible.ts'
import { type RunningApp, startInBrowser } from '../support/app.ts'
import { testCore } from '../support/core.ts'
import { startJourney } from '../support/journey.ts'
import { temporaryFolder, writeLibrary } from '../support/library.ts'
import { takePictures } from '../support/pictures.ts'

const { cleanup, browser } = startJourney()
let app: RunningApp
let page: Page
let root: string
let configDir: string

/** Creates a library that another person has used, with their settings and an unfinished edit. */
beforeAll(async () => {
  const folder = cleanup.use(await temporaryFolder()).path
  const theirs = join(folder, 'theirs')
  await writeLibrary(theirs, { actors: ['ann'], images: 3 })
  await using core = await testCore(join(folder, 'their-config'))
  await core.open(theirs)
  await core.closeLibrary()
  const db = new Sqlite(join(theirs, '.evencast/catalog.db'))
  const entry = { filename: 'ann_1.jpg' }
  db.prepare(
    `INSERT INTO edits (at, name, operations, state, recorded) VALUES ('', 'Delete 1 image', ?, 'forth', 1)`,
  ).run(JSON.stringify([{ kind: 'trash', actorId: 'ann', filename: 'ann_1.jpg', trashId: 'gone', entry }]))
  db.close()
  const settings = {
    store: 's3://their-bucket/sets',
    evaluator: 'openai',
    openaiModel: 'gpt-6.1-sol',
    generator: 'replicate',
    total: 9,
  }
  await writeFile(join(theirs, '.evencast/settings.json'), JSON.stringify(settings))
  root = join(folder, 'library')
  await rename(theirs, root)
  configDir = join(folder, 'config')
  await mkdir(configDir)
  app = await startInBrowser(browser(), { library: root, configDir })
  page = app.page
  page.setDefaultTimeout(30_000)
})
afterAll(() => app.close())

const dialog = () => page.getByRole('dialog', { name: 'Review “library” before you use it' })
const image = () => join(root, 'actors/ann/training_data/ann_1.jpg')
const notice = () => page.getByText('settings or unfinished work that you haven’t reviewed')

test('it is shown what the library would use and what is unfinished, before anything of it counts', async () => {
  await dialog().waitFor()
  for (const [name, theirs, mine] of [
    ['Store', 's3://their-bucket/sets', 'None'],
    ['Evaluator', 'OpenAI', 'On this machine'],
    ['Evaluation model', 'gpt-6.1-sol', 'gpt-6.1-terra'],
    ['Generator', 'Replicate', 'On this machine'],
  ] as const)
    expect(
      await dialog()
        .getByRole('row', { name: `${name} ${theirs} ${mine}`, exact: true })
        .count(),
    ).toBe(1)
  expect(await dialog().getByRole('listitem').allTextContents()).toEqual(['the edit “Delete 1 image”'])
  expect(existsSync(image())).toBe(true)
  await takePictures(page, 'question')
  await page.setViewportSize({ width: 1024, height: 700 })
  expect(await complaintsOf(page)).toEqual([])
})

test('it can wait, and says so above the page until it is answered', async () => {
  await page.keyboard.press('Escape')
  await dialog().waitFor({ state: 'hidden' })
  await notice().waitFor()
  await takePictures(page, 'question-notice')
  expect(await complaintsOf(page)).toEqual([])
  await page.reload()
  await dialog().waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Review…' }).click()
  await dialog().waitFor()
})

test('“Use mine” leaves the library’s settings out, and “Discard” its unfinished work, by keyboard', async () => {
  await dialog().getByRole('button', { name: 'Use mine' }).focus()
  await page.keyboard.press('Enter')
  await dialog().getByRole('table').waitFor({ state: 'detached' })
  await expect.poll(() => dialog().evaluate((element) => element === document.activeElement)).toBe(true)
  // Past the close button.
  await page.keyboard.press('Tab')
  await page.keyboard.press('Tab')
  expect(await page.locator(':focus').textContent()).toBe('Discard')
  await page.keyboard.press('Enter')
  await dialog().waitFor({ state: 'hidden' })
  await notice().waitFor({ state: 'detached' })
  expect(existsSync(image())).toBe(true)
  await page.reload()
  await page.locator('[data-filename="ann_1.jpg"]').waitFor()
  expect(await dialog().count()).toBe(0)
})

test('an endpoint and a price are saved for all libraries, whatever the settings apply to', async () => {
  await page.keyboard.press('Control+,')
  const settings = page.getByRole('dialog', { name: 'Settings' })
  expect(await settings.getByRole('radio', { name: 'This library' }).isChecked()).toBe(true)
  expect(await settings.getByLabel('Automatic snapshots').inputValue()).toBe('10')
  await settings.locator('summary', { hasText: 'Store' }).click()
  await settings.getByLabel('Endpoint').fill('https://ceph.example:9000')
  await settings.getByLabel('Endpoint').press('Enter')
  await settings.locator('summary', { hasText: 'Replicate' }).click()
  await settings.getByLabel('Price per image').fill('0.5')
  await settings.getByLabel('Price per image').press('Enter')
  await settings.locator('summary', { hasText: 'OpenAI' }).click()
  const input = settings.getByRole('group', { name: 'Price per million tokens' }).getByLabel(/^Input/)
  await input.fill('2')
  await input.press('Enter')
  await expect
    .poll(async () => JSON.parse(await readFile(join(configDir, 'settings.json'), 'utf8')))
    .toMatchObject({
      storeEndpoint: 'https://ceph.example:9000',
      imagePricesUsd: { 'black-forest-labs/flux-kontext-pro': 0.5 },
      openaiPricesUsd: { 'gpt-6.1-terra': { input: 2 } },
    })
  expect(await page.locator('.toast').count()).toBe(0)
})

test('the page broke no rule on the way', () => {
  expect(app.watch.complaints).toEqual([])
})
