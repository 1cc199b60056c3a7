import { cp, mkdir, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { complaintsOf } from '../support/accessible.ts'
import { type RunningApp, startInBrowser } from '../support/app.ts'
import { startJourney } from '../support/journey.ts'
import { photograph, temporaryFolder, writeLibrary } from '../support/library.ts'
import { takePictures } from '../support/pictures.ts'
import { startFakeS3 } from '../support/s3/fake.ts'

/** The test's settings replace the defaults completely. */
const KNOWN_USER = { tourSeen: true, autoAssess: false }
const { cleanup, browser } = startJourney()
let app: RunningApp
let page: Page
let library: string
let mirror: string

beforeAll(async () => {
  const folder = cleanup.use(await temporaryFolder()).path
  library = join(folder, 'library')
  mirror = join(folder, 'mirror')
  const configDir = join(folder, 'config')
  await mkdir(configDir)
  await writeLibrary(library, { actors: ['alice', 'bob'], images: 3, labelled: false })
  await writeFile(
    join(configDir, 'settings.json'),
    JSON.stringify({ ...KNOWN_USER, store: pathToFileURL(mirror).href }),
  )
  app = await startInBrowser(browser(), { library, configDir })
  page = app.page
  page.setDefaultTimeout(30_000)
  await page.getByText('alice', { exact: true }).first().click()
  await page.locator('[data-filename="alice_1.jpg"]').waitFor()
})
afterAll(() => app.close())

const dialog = () => page.getByRole('dialog', { name: 'Sync with store' })
async function openSync(): Promise<void> {
  await page.keyboard.press('Control+k')
  await page.keyboard.type('Sync with')
  await page.keyboard.press('Enter')
  await dialog().waitFor()
}

/** Runs axe in the smaller window, where space is tightest. */
async function look(name: string): Promise<void> {
  await takePictures(page, `sync-${name}`)
  await page.setViewportSize({ width: 1024, height: 700 })
  expect(await complaintsOf(page)).toEqual([])
  await page.setViewportSize({ width: 1440, height: 900 })
}

test('a first sync shows what goes up, and that all of it arrived', async () => {
  await openSync()
  await dialog().getByText('8 files to upload').waitFor()
  await look('first')
  await dialog().getByRole('button', { name: 'Sync now' }).click()
  await dialog().getByText('The store is up to date').waitFor()
  await dialog().getByText('8 files uploaded').waitFor()
  await look('done')
  await dialog().getByRole('button', { name: 'Close' }).last().click()
  expect(await readdir(join(mirror, 'actors/bob/training_data'))).toHaveLength(3)
})

test('conflicts, offers and deletions wait for a word each', async () => {
  const images = (root: string, name: string) => join(root, 'actors/alice/training_data', name)
  await writeFile(images(library, 'alice_1.jpg'), await photograph(71))
  await writeFile(images(mirror, 'alice_1.jpg'), await photograph(72))
  await writeFile(images(library, 'alice_2.jpg'), await photograph(73))
  await writeFile(images(mirror, 'alice_2.jpg'), await photograph(74))
  await utimes(images(mirror, 'alice_2.jpg'), 2_000_000_000, 2_000_000_000)
  await cp(images(mirror, 'alice_3.jpg'), images(mirror, 'alice_9.jpg'))
  await mkdir(join(mirror, 'actors/carol/training_data'), { recursive: true })
  await cp(images(mirror, 'alice_3.jpg'), join(mirror, 'actors/carol/training_data/carol_1.jpg'))
  await rm(join(library, 'actors/bob/training_data/bob_1.jpg'))
  await rm(join(library, 'actors/bob/training_data/bob_2.jpg'))
  await rm(images(library, 'alice_3.jpg'))
  await openSync()
  await dialog().getByText('2 conflicts').waitFor()
  await dialog().getByText('Download 2 files found only in the store').waitFor()
  expect(await dialog().getByRole('button', { name: 'Sync now' }).isDisabled(), 'nothing is to be done unasked').toBe(
    true,
  )
  await look('choices')

  await dialog().getByLabel('Version of alice_1.jpg to keep').selectOption('Keep both')
  await dialog().getByLabel('Version of alice_2.jpg to keep').selectOption('Keep store’s')
  await dialog().getByLabel('alice', { exact: true }).check()
  await dialog().getByLabel('Remove 3 files from the store').check()
  await dialog().getByRole('button', { name: 'Sync now' }).click()
  await dialog().getByText('Remove 3 of 8 files from the store?').waitFor()
  await look('asking')
  await dialog().getByRole('button', { name: 'Remove 3 files' }).click()
  await dialog().getByText('The store is up to date').waitFor()
  expect(
    (await readdir(join(library, 'actors/alice/training_data'))).filter((name) => name.endsWith('jpg')).toSorted(),
  ).toEqual(['alice_1.jpg', 'alice_10.jpg', 'alice_2.jpg', 'alice_9.jpg'])
  expect(await readFile(images(library, 'alice_2.jpg'))).toEqual(await photograph(74))
  expect(await readdir(join(mirror, 'actors/bob/training_data'))).toEqual(['bob_3.jpg'])
  expect(await readdir(join(library, 'actors')), 'carol was not ticked').toEqual(['alice', 'bob'])
  await page.keyboard.press('Escape')
  await page.locator('[data-filename="alice_1.jpg"]').click()
  await page.keyboard.press('Enter')
  await page.getByRole('dialog').getByText('Details', { exact: true }).click()
  await page.getByText('In the store', { exact: true }).waitFor()
  await page.keyboard.press('Escape')
})

test('a file that fails is named, and tried again', async () => {
  await rm(join(mirror, 'actors/carol'), { recursive: true })
  const image = await photograph(75)
  await mkdir(join(library, 'actors/dave/training_data'), { recursive: true })
  await writeFile(join(library, 'actors/dave/training_data/dave_1.jpg'), image)
  await writeFile(join(mirror, 'actors/dave'), 'in the way')
  await page.getByText('dave', { exact: true }).first().waitFor()
  await openSync()
  await dialog().getByRole('button', { name: 'Sync now' }).click()
  await dialog().getByText('1 file failed').waitFor()
  await look('failed')
  await rm(join(mirror, 'actors/dave'))
  await dialog().getByRole('button', { name: 'Try again' }).click()
  await dialog().getByText('The store is up to date').waitFor()
  expect(await readFile(join(mirror, 'actors/dave/training_data/dave_1.jpg'))).toEqual(image)
  expect(app.watch.complaints).toEqual([])
})

test('a sync shows how far it is, stops where it is told to, and goes on from there', async () => {
  await using cleanup = new AsyncDisposableStack()
  const folder = cleanup.use(await temporaryFolder()).path
  const s3 = await startFakeS3()
  cleanup.defer(() => s3.close())
  const root = join(folder, 'library')
  await writeLibrary(root, { actors: ['erin'], images: 6, labelled: false })
  await mkdir(join(root, '.evencast'))
  const settings = {
    ...KNOWN_USER,
    store: `s3://${s3.bucket}/sets`,
    storeEndpoint: s3.endpoint,
    storeRegion: 'us-east-1',
  }
  const configDir = join(folder, 'config')
  await mkdir(configDir)
  await writeFile(join(configDir, 'settings.json'), JSON.stringify(settings))
  const env = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' }
  const slow = await startInBrowser(browser(), { library: root, configDir, env })
  cleanup.defer(() => slow.close())
  page = slow.page
  await page.getByText('erin', { exact: true }).first().click()
  s3.intercept = ({ method, key }) => (method === 'PUT' && key.endsWith('erin_6.jpg') ? 'hang' : undefined)
  await openSync()
  await dialog().getByText('7 files to upload').waitFor()
  await dialog().getByRole('button', { name: 'Sync now' }).click()
  await dialog().getByText('6 of 7 files').waitFor()
  await look('underway')
  await dialog().getByRole('button', { name: 'Stop' }).click()
  await dialog().getByText('Stopped', { exact: true }).waitFor()
  const arrived = [...s3.objects.keys()].filter((key) => key.endsWith('g')).length
  expect(arrived).toBe(6)
  s3.intercept = () => undefined
  s3.requests.length = 0
  await dialog().getByRole('button', { name: 'Try again' }).click()
  await dialog().getByText('The store is up to date').waitFor()
  const sent = s3.requests.filter((request) => /^PUT .*(png|jpg)$/.test(request) && !request.includes('.trash'))
  expect(sent).toEqual(['PUT sets/actors/erin/training_data/erin_6.jpg'])
})
