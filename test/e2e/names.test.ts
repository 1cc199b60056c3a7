import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type RunningApp, startInBrowser } from '../support/app.ts'
import { startJourney } from '../support/journey.ts'
import { temporaryFolder, writeLibrary } from '../support/library.ts'
import { takePictures } from '../support/pictures.ts'

const { cleanup, browser } = startJourney()
const LONG = 'a_name_that_goes_on_and_on_'.repeat(5)
const RIGHT_TO_LEFT = 'שם ארוך מאוד שנכתב מימין לשמאל ואין לו מקום'
let app: RunningApp

beforeAll(async () => {
  const folder = cleanup.use(await temporaryFolder()).path
  const configDir = join(folder, 'config')
  const library = join(folder, 'library')
  await mkdir(configDir)
  await writeLibrary(library, { actors: [LONG, RIGHT_TO_LEFT], images: 2 })
  app = await startInBrowser(browser(), { library, configDir })
  await app.page.setViewportSize({ width: 1024, height: 700 })
  app.page.setDefaultTimeout(30_000)
})
afterAll(() => app.close())

test('a name that is written from right to left keeps its beginning where it is cut off', async () => {
  const name = app.page.locator('.actor-row-name', { hasText: RIGHT_TO_LEFT })
  await name.waitFor()
  expect(await name.evaluate((element) => getComputedStyle(element).direction)).toBe('rtl')
  // It still begins at the same edge as the name above it.
  const [mine, other] = await Promise.all([
    name.boundingBox(),
    app.page.locator('.actor-row-name').first().boundingBox(),
  ])
  expect(mine?.x).toBe(other?.x)
})

test('the header has room for every button, the way back and the name', async () => {
  const { page } = app
  await page.locator('.actor-row', { hasText: LONG }).click()
  await page.getByRole('button', { name: 'Assess', exact: true }).first().click()
  const header = page.locator('.actor-header')
  const balance = header.getByRole('button', { name: 'Balance 18 missing' })
  await balance.waitFor()
  await page.keyboard.press('o')
  await page.locator('.actors-name', { hasText: LONG }).dblclick()
  await page.getByRole('button', { name: 'Back to All actors' }).waitFor()
  await balance.waitFor()
  await header.getByRole('button', { name: 'Cull', exact: true }).waitFor()
  await takePictures(page, 'narrow-header')
  const room = await header.evaluate((element) => {
    const inside = element.getBoundingClientRect().right - Number.parseFloat(getComputedStyle(element).paddingRight)
    return inside - Math.max(...[...element.children].map((each) => each.getBoundingClientRect().right))
  })
  expect(room).toBeGreaterThanOrEqual(0)
})

test('what is offered for an actor with a long name stays inside the plan', async () => {
  const { page } = app
  await page
    .getByRole('button', { name: /^Balance(?! all)/ })
    .first()
    .click()
  const plan = page.getByRole('region', { name: 'Plan', exact: true })
  await plan.waitFor()
  await plan.locator('[data-way]').first().waitFor()
  await takePictures(page, 'long-name')
  const beyond = await plan.evaluate((bar) => {
    const edge = bar.getBoundingClientRect().right
    return [...bar.querySelectorAll('button')].filter((each) => each.getBoundingClientRect().right > edge).length
  })
  expect(beyond).toBe(0)
  expect(app.watch.complaints).toEqual([])
})
