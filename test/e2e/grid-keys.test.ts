import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { complaintsOf } from '../support/accessible.ts'
import { HOSTS, type RunningApp } from '../support/app.ts'
import { startJourney } from '../support/journey.ts'
import { temporaryFolder, writeLibrary } from '../support/library.ts'

const { cleanup, browser } = startJourney()
const IMAGES = 24

const eventually = <T>(read: () => Promise<T>) => expect.poll(read, { timeout: 20_000 })

// The grid pattern of the ARIA Authoring Practices, in the lanes and in search results.
describe.each(HOSTS)('in the %s', (_, start) => {
  let app: RunningApp
  let page: Page

  const press = async (...keys: readonly string[]) => {
    for (const key of keys) await page.keyboard.press(key)
  }
  const focused = () => page.evaluate(() => document.activeElement?.getAttribute('data-filename') ?? null)
  const selected = () => page.locator('[data-filename][aria-selected="true"]').count()
  const place = () =>
    page.evaluate(() => {
      const cell = document.activeElement
      const number = (element: Element | null | undefined, name: string) => Number(element?.getAttribute(name))
      return {
        row: number(cell?.closest('[role="row"]'), 'aria-rowindex'),
        column: number(cell, 'aria-colindex'),
        columns: number(cell?.closest('[role="grid"]'), 'aria-colcount'),
      }
    })

  beforeAll(async () => {
    const folder = cleanup.use(await temporaryFolder())
    const library = join(folder.path, 'library')
    const configDir = join(folder.path, 'config')
    await mkdir(configDir)
    await writeLibrary(library, { actors: ['gail'], images: IMAGES })
    const images = Array.from({ length: IMAGES }, (__, at) => ({
      filename: `gail_${at + 1}.jpg`,
      type: 'photorealistic',
    }))
    await writeFile(
      join(library, 'actors/gail/training_data/manifest.json'),
      JSON.stringify({ version: 1, actor_id: 'gail', updated_at: '2026-11-22T10:00:00.000Z', images }),
    )
    app = await start(browser(), { library, configDir })
    page = app.page
    page.setDefaultTimeout(20_000)
    await page.getByText('gail', { exact: true }).first().click()
    await page.locator('[data-filename="gail_1.jpg"]').waitFor()
  })
  afterAll(() => app.close())

  const everyKey = async () => {
    await page.locator('[data-filename="gail_1.jpg"]').click()
    await press('ArrowRight')
    await eventually(focused).toBe('gail_2.jpg')
    const { columns, row } = await place()
    expect(columns).toBeGreaterThan(2)
    await press('ArrowDown')
    await eventually(focused).toBe(`gail_${2 + columns}.jpg`)
    await press('End')
    await eventually(async () => (await place()).column).toBe(columns)
    await press('Home')
    await eventually(async () => (await place()).column).toBe(1)
    await press('ControlOrMeta+End')
    await eventually(focused).toBe(`gail_${IMAGES}.jpg`)
    await press('ControlOrMeta+Home')
    await eventually(focused).toBe('gail_1.jpg')
    await press('PageDown')
    await eventually(async () => (await place()).row).toBeGreaterThan(row)
    await press('PageUp')
    await eventually(focused).toBe('gail_1.jpg')
    expect(await selected()).toBe(1)

    await press('Shift+ArrowDown')
    await eventually(selected).toBe(columns + 1)
    await press('Shift+ArrowUp')
    await eventually(selected).toBe(1)
    await press('ControlOrMeta+ArrowRight', 'ControlOrMeta+ArrowRight')
    await eventually(focused).toBe('gail_3.jpg')
    expect(await selected()).toBe(1)
    await press('Space')
    await eventually(selected).toBe(2)
    await press('Space')
    await eventually(selected).toBe(1)
    await press('ControlOrMeta+a')
    await eventually(selected).toBeGreaterThan(columns)
    await press('Escape')
    await eventually(selected).toBe(0)
    expect(await focused()).toBe('gail_3.jpg')

    await press('Enter')
    await page.locator('.lightbox').waitFor()
    await eventually(() => page.evaluate(() => document.activeElement?.closest('.lightbox') !== null)).toBe(true)
    await press('ArrowRight')
    await page.locator('.lightbox').getByText('gail_4.jpg').first().waitFor()
    await press('Escape')
    await eventually(focused).toBe('gail_4.jpg')
    await press('x')
    await eventually(focused).toBe('gail_5.jpg')
    await press('ControlOrMeta+z')
    await eventually(() => page.locator('[data-filename="gail_4.jpg"]').count()).toBe(1)
  }

  test('every key of a grid works in the lanes', async () => {
    await everyKey()
    await eventually(() => page.locator('[data-lane="photorealistic"] [data-filename="gail_4.jpg"]').count()).toBe(1)
  })

  test('and among the results of a search', async () => {
    await press('Shift+F')
    await page.keyboard.type('lane:photo')
    await press('Enter', 'Escape')
    await page.getByRole('grid', { name: 'Search results' }).waitFor()
    await everyKey()
  })

  test('? shows every key there is, and Escape leads back', async () => {
    await press('?')
    const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
    for (const action of ['Undo', 'All commands', 'Delete', 'Select all in lane, then all'])
      await sheet.getByText(action, { exact: true }).first().waitFor()
    expect(await complaintsOf(page)).toEqual([])
    await press('Escape')
    await sheet.waitFor({ state: 'hidden' })
    await eventually(focused).toMatch(/^gail_/)
  })

  test('pictures grow and shrink by key and by mouse, and fit again', async () => {
    await press('Escape', 'Escape')
    await page.getByText('gail', { exact: true }).first().click()
    await page.locator('[data-lane="photorealistic"] [data-filename="gail_1.jpg"]').waitFor()
    // Rows are filled, so a tile may be somewhat larger than requested.
    const side = async () => (await page.locator('[data-filename="gail_1.jpg"]').boundingBox())?.width ?? 0
    const fitted = await side()
    const slider = page.getByRole('slider', { name: 'Tile size' })
    await slider.focus()
    await press('End')
    await eventually(side).toBeGreaterThan(300)
    await press('Home')
    await eventually(side).toBeLessThan(120)
    const box = (await slider.boundingBox())!
    await page.mouse.click(box.x + box.width - 2, box.y + box.height / 2)
    await eventually(side).toBeGreaterThan(300)
    await page.getByRole('button', { name: 'Fit all images on screen' }).click()
    await eventually(side).toBe(fitted)
  })

  // WCAG 1.4.4: a window of 1024 × 700 with text of twice the size is equivalent to one of half the size.
  test('at twice the size everything is in reach', async () => {
    await press('Escape', 'Escape')
    await page.getByText('gail', { exact: true }).first().click()
    await page.setViewportSize({ width: 1024, height: 700 })
    // No badge of a tile is cut off.
    const cut = () =>
      page
        .locator('.tile-issue, .tile-step, .tile-mark')
        .evaluateAll((all) =>
          all.filter((each) => each.scrollWidth > each.clientWidth + 1).map((each) => each.outerHTML),
        )
    await eventually(cut).toEqual([])
    await page.setViewportSize({ width: 512, height: 350 })
    const inView = () =>
      page.evaluate(() => {
        const { left, right, top, bottom } = document.activeElement!.getBoundingClientRect()
        return left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight
      })
    for (const name of ['Cull', /^Balance(?! all)/] as const) {
      await page.getByRole('main').getByRole('button', { name }).first().focus()
      await eventually(inView).toBe(true)
    }
    await page.locator('[data-filename="gail_1.jpg"]').click()
    await press('ControlOrMeta+End')
    await eventually(focused).toBe(`gail_${IMAGES}.jpg`)
    await eventually(inView).toBe(true)
    expect(await complaintsOf(page)).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0)
    await page.setViewportSize({ width: 1440, height: 900 })
  })

  test('the page broke no rule on the way', () => {
    expect(app.watch.complaints).toEqual([])
  })
})
