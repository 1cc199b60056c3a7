import { cp, mkdir, readFile, writeFile } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, expect, test } from 'vitest'
import { complaintsOf } from '../support/accessible.ts'
import { startInBrowser, startOnDesktop } from '../support/app.ts'
import { startJourney } from '../support/journey.ts'
import { temporaryFolder, writeLibrary } from '../support/library.ts'
import { startOpenAi } from '../support/openai/server.ts'
import { startReplicate } from '../support/replicate/server.ts'
import { startFakeS3 } from '../support/s3/fake.ts'
import { takePictures } from '../support/pictures.ts'

const { browser } = startJourney()
const folder = await temporaryFolder()
afterAll(() => folder[Symbol.asyncDispose]())

const REAL = join(import.meta.dirname, '../../../shared/data/actors/max_und_moritz')

test('from captions and crops to an export, by keyboard and mouse', { timeout: 180_000 }, async () => {
  const root = join(folder.path, 'library')
  const real = existsSync(REAL) && process.env['EVENCAST_SHOTS'] !== undefined
  if (real) await cp(REAL, join(root, 'actors/max_und_moritz'), { recursive: true })
  else await writeLibrary(root, { actors: ['anna'], images: 4 })
  const configDir = join(folder.path, 'config')
  await using openai = await startOpenAi()
  const settings = { tourSeen: true, autoAssess: false, openaiModel: 'gpt-5.6-terra', openaiBaseUrl: openai.url }
  await mkdir(configDir)
  await writeFile(join(configDir, 'settings.json'), JSON.stringify(settings))
  const app = await startInBrowser(browser(), { library: root, configDir })
  const { page } = app
  page.setDefaultTimeout(60_000)
  const shot = (name: string) => takePictures(page, `prepare-${name}`)
  await page.getByRole('heading', { level: 1 }).waitFor()
  await page.locator('body').press('Shift+E')
  const dialog = page.getByRole('dialog')
  await dialog
    .getByRole('status')
    .first()
    .getByText(/0 of \d+ captions/)
    .waitFor()
  expect(await complaintsOf(page)).toEqual([])

  // One caption from the image's attributes, the rest from a model whose price is shown first.
  await dialog.getByRole('button', { name: /^Select .*_1\./ }).click()
  await dialog.getByRole('button', { name: 'Write', exact: true }).click()
  await dialog.getByText(/^1 of \d+ captions/).waitFor()
  await dialog.getByRole('button', { name: 'Clear selection' }).click()
  await dialog.getByRole('radio', { name: 'OpenAI' }).check()
  await dialog.getByRole('combobox', { name: 'Base model' }).selectOption('sdxl')
  await dialog.getByText(/images with gpt-5\.6-terra: (under )?\$0\.\d\d, at most \$\d\.\d\d/).waitFor()
  expect(openai.stats().requests).toBe(0)
  await shot('write')
  await dialog.getByRole('button', { name: /^Write \d+ captions$/ }).click()
  await dialog.getByText(/^(\d+) of \1 captions/).waitFor()
  expect(await complaintsOf(page)).toEqual([])

  // Sentences.
  const first = dialog.locator('[data-index="0"] textarea')
  await first.fill('a photo of ohwx person laughing in the rain')
  await first.press('Alt+ArrowDown')
  const second = dialog.locator('[data-index="1"]')
  const tagField = second.getByRole('combobox')
  await expect.poll(() => tagField.evaluate((element) => element === document.activeElement)).toBe(true)
  await dialog.locator('.caption-facts').first().getByText('by you').waitFor()

  // Another app writes the same caption: both are shown, and the window's undo reverts the chosen one.
  const actor = real ? 'max_und_moritz' : 'anna'
  const label = (await first.getAttribute('aria-label')) ?? ''
  const stem = label.replace(/^Caption of (.*)\.[^.]+$/, '$1')
  const sidecar = join(root, 'actors', actor, 'training_data', `${stem}.txt`)
  await writeFile(sidecar, 'a photo of ohwx person at sea')
  await expect.poll(() => first.inputValue()).toBe('a photo of ohwx person at sea')
  await first.fill('a photo of ohwx person laughing in the rain')
  await writeFile(sidecar, 'a photo of ohwx person in snow')
  await dialog.getByText('Another app changed this caption to “a photo of ohwx person in snow”').waitFor()
  expect(await complaintsOf(page)).toEqual([])
  await dialog.getByRole('button', { name: 'Keep mine' }).click()
  await expect.poll(() => readFile(sidecar, 'utf8')).toContain('laughing in the rain')
  await page.keyboard.press('Control+z')
  await expect.poll(() => first.inputValue()).toContain('in snow')
  await page.keyboard.press('Control+Shift+z')
  await expect.poll(() => first.inputValue()).toContain('laughing in the rain')

  // Tags, with the keyboard and the mouse.
  const tags = () => second.locator('.tag-chip').allTextContents()
  await tagField.focus()
  await page.keyboard.press('ArrowLeft')
  await page.keyboard.press('Alt+ArrowLeft')
  await expect.poll(async () => (await tags()).slice(-2)).toEqual([expect.stringMatching(/^place /), 'in the rain'])
  await second.locator('.tag-chip').nth(3).dragTo(second.locator('.tag-chip').nth(1))
  await expect.poll(async () => (await tags())[1]).toMatch(/^place /)
  await tagField.fill('plac')
  await second.getByRole('option').first().waitFor()
  await shot('tags')
  await tagField.press('Tab')
  await expect.poll(async () => (await tags()).at(-1)).toMatch(/^place /)
  // Undone immediately, before it is saved automatically.
  const withIt = (await tags()).length
  await page.keyboard.press('Control+z')
  await expect.poll(async () => (await tags()).length).toBe(withIt - 1)
  await page.keyboard.press('Control+Shift+z')
  await expect.poll(async () => (await tags()).length).toBe(withIt)
  await dialog.getByText('T5 ≈').first().waitFor()

  await dialog.getByRole('radio', { name: 'Tags' }).check()
  await dialog.getByRole('button', { name: 'Blacklist drawing' }).click()
  await dialog.getByRole('button', { name: /^drawing \d+$/ }).click()
  await dialog.getByText(/^Goes with .*ohwx/).waitFor()
  await shot('tag-table')
  expect(await complaintsOf(page)).toEqual([])
  await dialog.getByRole('button', { name: 'Show all' }).click()
  await dialog.getByRole('button', { name: 'Remove 1 blacklisted tag' }).click()
  await expect.poll(() => dialog.locator('.tag-chip', { hasText: 'drawing' }).count()).toBe(0)

  // All of them at once, with every change shown first.
  await dialog.getByRole('radio', { name: 'Edit' }).check()
  await dialog.getByLabel('Find', { exact: true }).fill('laughing')
  await dialog.getByText(/: 1 caption would change$/).waitFor()
  await dialog.getByRole('checkbox', { name: 'Regular expression' }).check()
  await dialog.getByLabel('Find', { exact: true }).fill('(')
  await dialog.getByText(/^Not a regular expression: /).waitFor()
  await dialog.getByLabel('Find', { exact: true }).fill('laughing')
  await dialog.getByLabel('Replace with').fill('dancing')
  await dialog.locator('ins', { hasText: 'dancing' }).waitFor()
  await shot('edit')
  expect(await complaintsOf(page)).toEqual([])
  await dialog.getByRole('button', { name: 'Replace', exact: true }).click()
  await expect.poll(() => first.inputValue()).toContain('dancing')
  await dialog.getByLabel('Search captions').fill('dancing')
  await dialog.getByText(/^1 of \d+$/).waitFor()
  await dialog.getByRole('radio', { name: 'Check' }).check()
  await dialog.getByLabel('Search captions').fill('')
  await shot('check')

  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'detached' })
  await captionInLightbox(page, shot)
  await cropOne(page, shot)
  await page.locator('body').press('Shift+E')

  await dialog.getByRole('radio', { name: 'Export' }).check()
  await dialog.getByRole('radio', { name: 'ai-toolkit' }).check()
  await dialog.getByText(/Exports to .*exports\/ai-toolkit/).waitFor()
  const buckets = dialog.getByRole('region', { name: 'What the trainer sees' })
  await buckets.getByText(/^\d+ images in \d+ bucket/).waitFor()
  expect(await complaintsOf(page)).toEqual([])
  await shot('buckets')
  // Open a crop from here and return.
  await buckets.locator('.bucket-tile').first().click()
  await page.locator('main.crop').waitFor()
  await page.keyboard.press('Escape')
  await buckets.getByText(/^\d+ images in \d+ bucket/).waitFor()
  await dialog.getByRole('button', { name: 'Export 1 actor' }).click()
  await dialog.getByText(/images in .*ai-toolkit/).waitFor()
  // A single table, although both the export and the trainer's view have a mix.
  expect(await dialog.getByRole('columnheader', { name: 'Repeats' }).count()).toBe(1)
  expect(await complaintsOf(page)).toEqual([])
  await shot('export')
  const name = real ? 'max_und_moritz' : 'anna'
  const config = await readFile(join(root, 'exports/ai-toolkit', name, 'v1/config.yaml'), 'utf8')
  expect(config).toContain('trigger_word: "ohwx"')
  // The base model that the captions were written for is trained, until another is chosen.
  expect(config).toContain('is_xl: true')
  await dialog.getByRole('radio', { name: 'kohya sd-scripts' }).check()
  await dialog.getByRole('combobox', { name: 'Base model' }).selectOption('sd15')
  await expect.poll(() => dialog.getByRole('combobox', { name: 'Resolution' }).inputValue()).toBe('512')
  await dialog.getByRole('button', { name: 'Export 1 actor' }).click()
  await dialog.getByText(/accelerate launch train_network\.py /).waitFor()
  await shot('base-model')

  // Exporting to the store requires one.
  await dialog.getByRole('radio', { name: 'Store' }).check()
  await dialog.getByText('No store is set.').waitFor()
  expect(await dialog.getByRole('button', { name: 'Export 1 actor' }).isDisabled()).toBe(true)
  expect(await complaintsOf(page)).toEqual([])
  await shot('no-store')
  await app.close()
})

test('versions of an export side by side, and a training, on the desktop', { timeout: 180_000 }, async () => {
  const root = join(folder.path, 'desktop')
  const real = existsSync(REAL) && process.env['EVENCAST_SHOTS'] !== undefined
  if (real) await cp(REAL, join(root, 'actors/max_und_moritz'), { recursive: true })
  else await writeLibrary(root, { actors: ['anna'], images: 4 })
  const configDir = join(folder.path, 'desktop-config')
  const replicate = await startReplicate({ latencyMs: 3000 })
  await mkdir(configDir)
  const s3 = await startFakeS3()
  const storeSettings = { store: `s3://${s3.bucket}/sets`, storeEndpoint: s3.endpoint, storeRegion: 'us-east-1' }
  await writeFile(
    join(configDir, 'settings.json'),
    JSON.stringify({ tourSeen: true, autoAssess: false, ...storeSettings }),
  )
  const keys = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' }
  const env = { ...keys, REPLICATE_API_TOKEN: replicate.token, REPLICATE_BASE_URL: replicate.url }
  const app = await startOnDesktop(browser(), { library: root, configDir, env })
  const { page } = app
  page.setDefaultTimeout(60_000)
  const shot = (name: string) => takePictures(page, `prepare-${name}`)
  await page.getByRole('heading', { level: 1 }).waitFor()
  await page.locator('body').press('Shift+E')
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('radio', { name: 'Export' }).check()
  await dialog.getByRole('radio', { name: 'ai-toolkit' }).check()
  await dialog.getByText(/About \d+ steps at batch size 1/).waitFor()
  await dialog.getByRole('button', { name: 'Export 1 actor' }).click()
  await dialog.getByText(/images in .*v1$/).waitFor()
  await dialog.getByRole('button', { name: 'Show in folder' }).first().click()
  await expect
    .poll(() => app.desktop?.deeds.findLast(({ what }) => what === 'show-item')?.detail)
    .toMatch(/v1.evencast\.lock\.json$/)

  // A second version with other words, in addition to the first.
  await dialog.getByRole('radio', { name: 'Captions' }).check()
  await dialog.locator('[data-index="0"] textarea').fill('a photo of ohwx person in the rain')
  await dialog.locator('[data-index="0"] textarea').press('Alt+ArrowDown')
  await dialog.locator('.caption-facts').first().getByText('by you').waitFor()
  await dialog.getByRole('radio', { name: 'Export' }).check()
  await dialog.getByRole('radio', { name: 'ai-toolkit' }).check()
  await dialog.getByRole('textbox', { name: 'Version' }).fill('with rain')
  await dialog.getByRole('textbox', { name: 'Version' }).press('Enter')
  await dialog.getByText(/images in .*with-rain/).waitFor()
  await dialog.getByRole('radio', { name: 'Versions' }).check()
  const versions = dialog.getByRole('region', { name: 'Versions', exact: true })
  await versions.getByRole('checkbox', { name: 'v1' }).focus()
  await page.keyboard.press('Space')
  await versions.getByRole('checkbox', { name: 'with rain' }).check()
  await shot('versions')
  await versions.getByRole('button', { name: 'Save as zip' }).first().click()
  await expect
    .poll(() => app.desktop?.deeds.findLast(({ what }) => what === 'save-dialog')?.detail)
    .toMatchObject({ defaultPath: expect.stringMatching(/ai-toolkit-with-rain\.zip$/) })
  await versions.getByRole('button', { name: 'Compare' }).click()
  const comparison = dialog.getByRole('region', { name: 'Comparison of two versions' })
  await comparison.getByText('1 image differs').waitFor()
  await comparison.getByText('a photo of ohwx person in the rain').waitFor()
  await expect
    .poll(() =>
      comparison
        .locator('img')
        .evaluateAll((all: HTMLImageElement[]) => all.length > 1 && all.every((img) => img.naturalWidth > 0)),
    )
    .toBe(true)
  expect(await complaintsOf(page)).toEqual([])
  await shot('compare')
  await comparison.getByRole('button', { name: 'Versions' }).click()

  // To the bucket: stopped halfway, then resumed. A trainer that cannot read buckets is refused.
  const name = real ? 'max_und_moritz' : 'anna'
  const stored = () => [...s3.objects.keys()].filter((key) => key.startsWith('sets/exports/'))
  await dialog.getByRole('radio', { name: 'Store' }).check()
  await dialog.getByText(`Exports to s3://${s3.bucket}/sets/exports/ai-toolkit/${name}/with-rain`).waitFor()
  await dialog.getByRole('button', { name: 'Export 1 actor' }).click()
  await page
    .getByText(/ai-toolkit reads folders and no buckets/)
    .first()
    .waitFor()
  await dialog.getByRole('radio', { name: 'SimpleTuner' }).check()
  s3.intercept = ({ method, key }) => (method === 'PUT' && key.endsWith('.txt') ? 'hang' : undefined)
  await dialog.getByRole('button', { name: 'Export 1 actor' }).click()
  await dialog.getByText(`Sending to s3://${s3.bucket}`).waitFor()
  await shot('to-store')
  await dialog.getByRole('button', { name: 'Cancel', exact: true }).click()
  await page.getByText('Stopped. Export again to continue.').waitFor()
  s3.intercept = () => undefined
  await dialog.getByRole('button', { name: 'Export 1 actor' }).click()
  await dialog.getByText(/images in s3:.*with-rain/).waitFor()
  await dialog.getByText('simpletuner train data_backend_config=multidatabackend.json').waitFor()
  expect(stored()).toContain(`sets/exports/simpletuner/${name}/with-rain/evencast.lock.json`)
  await shot('in-store')
  await s3.close()
  await dialog.getByRole('radio', { name: 'Folder' }).check()

  // First the price, then the training, followed in the dock until its weights are there.
  await dialog.getByRole('radio', { name: 'Replicate' }).check()
  await dialog.getByRole('button', { name: 'Export 1 actor' }).click()
  await dialog.getByText(/steps: about \$\d\.\d\d\./).waitFor()
  expect(replicate.stats().trainings).toEqual([])
  await shot('train')
  await dialog.getByRole('button', { name: /^Train for about \$/ }).click()
  await page.locator('.dock-name', { hasText: /Training|Starting/ }).waitFor()
  await shot('training')
  await versions.getByText(/^Trained as evencast\/.*Weights: /).waitFor()
  expect(replicate.stats().trainings).toHaveLength(1)
  expect(await complaintsOf(page)).toEqual([])
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'detached' })
  const unseen = async () => {}
  await captionInLightbox(page, unseen)
  await cropOne(page, unseen)
  await app.close()
  await replicate.close()
})

/** Edits the text beside the image: it is saved while typing, handles its own keys, and the window's undo reverts it. */
async function captionInLightbox(page: Page, shot: (name: string) => Promise<void>): Promise<void> {
  await page.locator('.tile').first().click()
  await page.keyboard.press('Enter')
  const lightbox = page.getByRole('dialog')
  const field = lightbox.getByLabel(/^Caption of /)
  const before = await field.inputValue()
  const name = await lightbox.locator('.lightbox-title').textContent()
  await field.fill('a photo of ohwx person at a window')
  await shot('lightbox')
  expect(await complaintsOf(page)).toEqual([])
  // These keys change neither the image nor the lane, and Escape only leaves the text.
  for (const key of ['End', 'ArrowLeft', 'ArrowRight', 'ArrowDown', 'Escape']) await field.press(key)
  await expect.poll(() => field.evaluate((element) => element === document.activeElement)).toBe(false)
  expect(await lightbox.locator('.lightbox-title').textContent()).toBe(name)
  await page.keyboard.press('ArrowRight')
  await expect.poll(() => lightbox.locator('.lightbox-title').textContent()).not.toBe(name)
  await page.keyboard.press('ArrowLeft')
  await expect.poll(() => field.inputValue()).toBe('a photo of ohwx person at a window')
  await lightbox.press('Control+z')
  await expect.poll(() => field.inputValue()).toBe(before)
  await page.keyboard.press('Escape')
  await lightbox.waitFor({ state: 'detached' })
}

/** Moves and resizes a crop with the keyboard, drags a handle, applies it with Enter, and undoes it in the gallery. */
async function cropOne(page: Page, shot: (name: string) => Promise<void>): Promise<void> {
  const tile = page.locator('.tile').first()
  await tile.click()
  await page.keyboard.press('r')
  const editor = page.locator('main.crop')
  const rect = editor.locator('.crop-rect')
  await editor.waitFor()
  await expect
    .poll(() => editor.locator('.crop-frame img').evaluate((img: HTMLImageElement) => img.naturalWidth))
    .toBeGreaterThan(0)
  expect(await complaintsOf(page)).toEqual([])
  const label = () => rect.getAttribute('aria-label')
  expect(await label()).toContain('100 % wide, 100 % high')
  await page.keyboard.press('Shift+ArrowLeft')
  await page.keyboard.press('Shift+ArrowUp')
  await page.keyboard.press('ArrowRight')
  expect(await label()).toBe('Crop: 99 % wide, 99 % high, 1 % from the left, 0 % from the top')
  await page.keyboard.press('Control+z')
  expect(await label()).toContain('0 % from the left')
  await page.keyboard.press('Control+Shift+z')
  expect(await label()).toContain('1 % from the left')
  await page.keyboard.press('Control+z')

  const handle = editor.locator('[data-handle="se"]')
  const box = await handle.boundingBox()
  const [x, y] = [(box?.x ?? 0) + 13, (box?.y ?? 0) + 13]
  await page.mouse.move(x, y)
  await page.mouse.down()
  await page.mouse.move(x - 120, y - 160, { steps: 4 })
  await page.mouse.up()
  const dragged = await label()
  expect(dragged).not.toContain('99 %')
  await editor.getByRole('button', { name: '3:4' }).click()
  await editor.getByLabel('Trainer').selectOption('ai-toolkit')
  await editor.getByLabel('Base model').selectOption('sdxl')
  await editor.getByText('Bucket', { exact: true }).first().waitFor()
  await page.keyboard.press('t')
  await page.keyboard.press('m')
  await page.keyboard.press('.')
  await shot('crop')
  await page.keyboard.press('0')
  await editor.getByRole('button', { name: '1:1' }).click()
  await editor.getByRole('button', { name: '2:3' }).click()
  await page.keyboard.press('Enter')
  await editor.waitFor({ state: 'detached' })
  await expect.poll(() => tile.getAttribute('aria-label')).toContain('cropped')
  await page.keyboard.press('Control+z')
  await expect.poll(() => tile.getAttribute('aria-label')).not.toContain('cropped')

  await page.keyboard.press('Control+a')
  await page.keyboard.press('r')
  await editor.getByRole('radio', { name: /^All/ }).check()
  await editor.getByRole('button', { name: '1:1' }).click()
  await editor.getByRole('button', { name: '4:5' }).click()
  await shot('crop-many')
  await editor.getByRole('button', { name: /^Crop \d+ images/ }).click()
  await editor.waitFor({ state: 'detached' })
  await expect.poll(() => page.locator('.tile[aria-label*="cropped"]').count()).toBeGreaterThan(1)
  await shot('cropped-gallery')
  await page.keyboard.press('Escape')
}
