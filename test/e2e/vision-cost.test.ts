import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { complaintsOf } from '../support/accessible.ts'
import { type RunningApp, startInBrowser } from '../support/app.ts'
import { startJourney } from '../support/journey.ts'
import { temporaryFolder, writeLibrary } from '../support/library.ts'
import { type Double, startOpenAi } from '../support/openai/server.ts'

const { cleanup, browser } = startJourney()
let app: RunningApp
let page: Page
let openai: Double

beforeAll(async () => {
  const folder = cleanup.use(await temporaryFolder())
  openai = cleanup.use(await startOpenAi({ batch: { polls: 2 } }))
  const library = join(folder.path, 'library')
  const configDir = join(folder.path, 'config')
  await mkdir(configDir)
  await writeLibrary(library, { actors: ['alice', 'bob'], images: 4 })
  const settings = {
    tourSeen: true,
    autoAssess: false,
    total: 5,
    evaluator: 'openai',
    openaiModel: 'gpt-5.6-terra',
    openaiBaseUrl: openai.url,
    detailLevel: 'sheet',
  }
  await writeFile(join(configDir, 'settings.json'), JSON.stringify(settings))
  app = await startInBrowser(browser(), { library, configDir })
  cleanup.defer(() => app.close())
  page = app.page
  page.setDefaultTimeout(60_000)
})

const priceShown = () => page.getByRole('region', { name: 'Assessment cost' })

async function axe() {
  expect(await complaintsOf(page)).toEqual([])
}

test('Balance shows what looking costs first; the keyboard alone says yes, and what it did cost stands in the plan', async () => {
  await page.getByText('alice', { exact: true }).first().click()
  await page.locator('[data-filename]').first().waitFor()
  await page.keyboard.press('ControlOrMeta+b')
  await priceShown().waitFor()
  expect(await priceShown().textContent()).toMatch(/Assess 4 images.*gpt-5\.6-terra.*about \$0\.\d\d.*Overnight/)
  expect(openai.stats().requests).toBe(0)
  await axe()
  // The price has the focus, so its buttons come next; the last one starts the assessment.
  await page.keyboard.press('Tab')
  for (let press = 0; press < 8; press++) {
    if (await page.evaluate(() => document.activeElement?.textContent?.startsWith('Assess now'))) break
    await page.keyboard.press('Tab')
  }
  await page.keyboard.press('Enter')
  const plan = page.getByRole('region', { name: 'Plan' })
  await plan.waitFor()
  expect(await plan.textContent()).toMatch(/Assessing these images cost (\$0\.\d\d|under \$0\.01)/)
  expect(openai.stats()).toMatchObject({ requests: 1, invalid: [] })
})

test('Overnight hands the rest in; it waits quietly in the dock until its answers are there', async () => {
  await page.getByRole('button', { name: /^Balance all/ }).click()
  // The sheet asks by itself, because bob has no plan yet.
  await priceShown().waitFor()
  await priceShown()
    .getByRole('button', { name: /^Overnight/ })
    .click()
  await page.keyboard.press('Escape')
  const note = page.getByRole('button', { name: 'Waiting for overnight results: 4 images' })
  await note.click()
  await axe()
  const pickUp = page.getByRole('button', { name: 'Check now' })
  // A check that joins one started by the app sends no request, but the next one does.
  await expect
    .poll(
      async () => {
        await pickUp.click({ timeout: 1000 }).catch(() => {})
        return page.getByText('Overnight · Done').count()
      },
      { timeout: 60_000 },
    )
    .toBe(1)
  expect(openai.stats()).toMatchObject({ batches: 1, requests: 1, invalid: [] })
  await note.waitFor({ state: 'hidden' })
})

test('the page broke no rule on the way', () => {
  expect(app.watch.complaints).toEqual([])
})
