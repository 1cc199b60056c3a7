import { cp, readFile } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { complaintsOf } from '../support/accessible.ts'
import { startInBrowser } from '../support/app.ts'
import { startJourney } from '../support/journey.ts'
import { temporaryFolder, writeLibrary } from '../support/library.ts'
import { takePictures } from '../support/pictures.ts'

const { browser } = startJourney()
const folder = await temporaryFolder()
afterAll(() => folder[Symbol.asyncDispose]())

const REAL = join(import.meta.dirname, '../../../shared/data/actors/max_und_moritz')

test('from captions to an export, by keyboard and mouse', { timeout: 180_000 }, async () => {
  const root = join(folder.path, 'library')
  const real = existsSync(REAL) && process.env['EVENCAST_SHOTS'] !== undefined
  if (real) await cp(REAL, join(root, 'actors/max_und_moritz'), { recursive: true })
  else await writeLibrary(root, { actors: ['anna'], images: 4 })
  const configDir = join(folder.path, 'config')
  const app = await startInBrowser(browser(), { library: root, configDir, tour: false })
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

  await dialog.getByRole('button', { name: 'Write the missing ones' }).click()
  await dialog.getByText(/(\d+) of \1 captions/).waitFor()
  await shot('captions')

  const [first, second] = [dialog.locator('textarea').nth(0), dialog.locator('textarea').nth(1)]
  await first.fill('a photo of ohwx person laughing in the rain')
  await first.press('Alt+ArrowDown')
  expect(await second.evaluate((element) => element === document.activeElement)).toBe(true)
  await dialog.locator('.caption-facts').first().getByText('by you').waitFor()

  await dialog.getByLabel('Find', { exact: true }).fill('laughing')
  await dialog.getByText('1 caption would change').waitFor()
  await dialog.getByLabel('Replace with').fill('dancing')
  await dialog.getByRole('button', { name: 'Replace', exact: true }).click()
  await expect.poll(() => first.inputValue()).toContain('dancing')

  await dialog.getByRole('radio', { name: 'Export' }).check()
  await dialog.getByRole('radio', { name: 'ai-toolkit' }).check()
  await dialog.getByText(/Goes to .*exports\/ai-toolkit/).waitFor()
  await dialog.getByRole('button', { name: 'Export 1 actor' }).click()
  await dialog.getByText(/images in /).waitFor()
  expect(await complaintsOf(page)).toEqual([])
  await shot('export')
  const name = real ? 'max_und_moritz' : 'anna'
  const config = await readFile(join(root, 'exports/ai-toolkit', name, 'config.yaml'), 'utf8')
  expect(config).toContain('trigger_word: ohwx')
  await app.close()
})
