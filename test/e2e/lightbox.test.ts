import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { complaintsOf } from '../support/accessible.ts'
import { HOSTS, type RunningApp } from '../support/app.ts'
import { startJourney } from '../support/journey.ts'
import { photograph, temporaryFolder, writeLibrary } from '../support/library.ts'

const { cleanup, browser } = startJourney()
const eventually = <T>(read: () => Promise<T>) => expect.poll(read, { timeout: 30_000 })

/** Writes five images: one with all attributes, a blurred one, a smaller copy, a broken file, and a plain one. */
async function writeLooks(root: string): Promise<void> {
  await writeLibrary(root, { actors: ['ida'], images: 5 })
  const training = join(root, 'actors/ida/training_data')
  const file = (n: number) => join(training, `ida_${n}.jpg`)
  await writeFile(
    file(2),
    await sharp(await photograph(2))
      .blur(14)
      .jpeg()
      .toBuffer(),
  )
  await writeFile(
    file(3),
    await sharp(await photograph(1))
      .resize(480)
      .jpeg({ quality: 85 })
      .toBuffer(),
  )
  await writeFile(file(4), (await photograph(4)).subarray(0, 900))
  await writeFile(join(training, 'ida_1.txt'), 'ida, close up, morning light')
  const made = {
    filename: 'ida_1.jpg',
    type: 'photorealistic',
    source: 'generated',
    prompt: 'seen from a low angle',
    prompt_id: 'ph-03',
    model: 'maker/model-1',
    seed: 4711,
    cost_usd: 0.04,
    created_at: '2026-11-01T10:00:00.000Z',
  }
  const manifest = { version: 1, actor_id: 'ida', updated_at: '2026-11-22T10:00:00.000Z', images: [made] }
  await writeFile(join(training, 'manifest.json'), JSON.stringify(manifest))
}

describe.each(HOSTS)('in the %s', (_, start) => {
  let app: RunningApp
  let page: Page
  let sidecar: string

  const press = async (...keys: readonly string[]) => {
    for (const key of keys) await page.keyboard.press(key)
  }
  const lightbox = () => page.locator('.lightbox')
  const details = () => lightbox().getByRole('complementary')
  const picture = () => lightbox().locator('.stage img[data-state="shown"]')
  const button = (name: string | RegExp) => lightbox().getByRole('button', { name })
  const shown = async (filename: string) => {
    await lightbox().getByRole('heading', { name: filename, exact: true }).waitFor()
  }
  const open = async (filename: string) => {
    await page.locator(`[data-filename="${filename}"]`).dblclick()
    await shown(filename)
  }
  const close = async () => {
    await button('Close').click()
    await lightbox().waitFor({ state: 'hidden' })
  }
  const accessible = async () => expect(await complaintsOf(page)).toEqual([])
  /** Returns the picture's position under a point of the stage, as fractions of its width and height. */
  const under = (point: { readonly x: number; readonly y: number }) =>
    picture().evaluate((image, { x, y }) => {
      const box = image.getBoundingClientRect()
      return [(x - box.left) / box.width, (y - box.top) / box.height].map((share) => Math.round(share * 50) / 50)
    }, point)

  beforeAll(async () => {
    const folder = cleanup.use(await temporaryFolder())
    const library = join(folder.path, 'library')
    await writeLooks(library)
    sidecar = join(library, 'actors/ida/training_data/ida_1.txt')
    app = await start(browser(), { library, configDir: join(folder.path, 'config') })
    page = app.page
    page.setDefaultTimeout(30_000)
    await page.emulateMedia({ reducedMotion: 'reduce' })
    await page.getByText('ida', { exact: true }).first().click()
    await page.getByRole('button', { name: 'Assess', exact: true }).first().click()
    await page.locator('[data-lane="rejected"] [data-filename="ida_4.jpg"]').waitFor()
  })
  afterAll(() => app.close())

  test('with keys: everything about an image, the next one at once, and back to its place', async () => {
    await page.locator('[data-filename="ida_1.jpg"]').click()
    await press('Enter')
    await shown('ida_1.jpg')
    await picture().waitFor()
    await details().getByText('Details', { exact: true }).click()
    for (const text of [
      'ida, close up, morning light',
      'seen from a low angle',
      'maker/model-1',
      '4711',
      '$0.04',
      'ph-03',
    ])
      await details().getByText(text, { exact: true }).waitFor()
    await details().getByText('Keep', { exact: true }).waitFor()
    await details()
      .getByRole('img', { name: /^Histogram: \d+ % dark/ })
      .waitFor()
    await accessible()

    // The neighbour was already decoded, so it appears without its thumbnail first.
    await eventually(() =>
      page.evaluate(() => performance.getEntriesByType('resource').filter(({ name }) => /\/image\//.test(name)).length),
    ).toBeGreaterThan(1)
    await page.evaluate(() => {
      const seen = document.documentElement.dataset
      seen['thumbs'] = '0'
      new MutationObserver(() => {
        if (document.querySelector('.stage-thumb')) seen['thumbs'] = '1'
      }).observe(document.body, { childList: true, subtree: true })
    })
    await press('ArrowRight')
    await shown('ida_5.jpg')
    await picture().waitFor()
    expect(await page.evaluate(() => document.documentElement.dataset['thumbs'])).toBe('0')
    await press('ArrowLeft')
    await shown('ida_1.jpg')

    await press('2')
    await eventually(() => button(/^B&W/).getAttribute('aria-pressed')).toBe('true')
    await details().getByText('B&W · classified by you').waitFor()
    await press('ControlOrMeta+z')
    await eventually(() => button(/^Photorealistic/).getAttribute('aria-pressed')).toBe('true')
    await press('Escape')
    await lightbox().waitFor({ state: 'hidden' })
    await eventually(() => page.evaluate(() => document.activeElement?.getAttribute('data-filename'))).toBe('ida_1.jpg')
  })

  test('a caption that another app writes while it is typed is offered, and never overwritten', async () => {
    // The core refuses to overwrite it.
    app.watch.allow(/captions\/change 409$|status of 409 \(Conflict\)$/)
    await open('ida_1.jpg')
    const field = details().getByLabel('Caption of ida_1.jpg')
    const offer = (theirs: string) => details().getByText(`Another app changed this caption to “${theirs}”`)
    const meanwhile = async (mine: string, theirs: string) => {
      await field.fill(mine)
      await writeFile(sidecar, theirs)
      await offer(theirs).waitFor()
      expect(await readFile(sidecar, 'utf8')).toBe(theirs)
    }
    await meanwhile('ida, typed here', 'ida, theirs')
    expect(await field.inputValue()).toBe('ida, typed here')
    await accessible()
    await details().getByRole('button', { name: 'Keep mine' }).click()
    await eventually(() => readFile(sidecar, 'utf8')).toBe('ida, typed here')
    await meanwhile('ida, typed again', 'ida, theirs again')
    await details().getByRole('button', { name: 'Use theirs' }).click()
    expect(await field.inputValue()).toBe('ida, theirs again')

    // To the next image with both captions open, and away again before the conflict was noticed.
    await meanwhile('ida, left open', 'ida, theirs stays')
    await field.press('Escape')
    await press('ArrowRight')
    await page.getByText('You typed: “ida, left open”').first().waitFor()
    await press('ArrowLeft')
    await eventually(() => field.inputValue()).toBe('ida, theirs stays')
    await field.fill('ida, left at once')
    await writeFile(sidecar, 'ida, theirs at once')
    await close()
    await page.getByText('You typed: “ida, left at once”').first().waitFor()
    expect(await readFile(sidecar, 'utf8')).toBe('ida, theirs at once')
    await writeFile(sidecar, 'ida, close up, morning light')
    await page.locator('[data-filename="ida_1.jpg"]').click()
  })

  test('with keys: closer, pixel by pixel, and as a whole again', async () => {
    await press('Enter')
    await picture().waitFor()
    const percent = () => lightbox().locator('.stage-zoom span').textContent()
    const fitted = await percent()
    await press('+')
    await eventually(percent).not.toBe(fitted)
    await press('z')
    await eventually(percent).toBe(fitted)
    await press('z')
    await eventually(percent).toBe('100 %')
    await press('z', 'Escape')
    await lightbox().waitFor({ state: 'hidden' })
  })

  test('with the mouse: the wheel zooms to the cursor, a drag moves, a double click shows it pixel by pixel', async () => {
    await open('ida_5.jpg')
    const box = (await picture().boundingBox())!
    const point = { x: Math.round(box.x + box.width * 0.3), y: Math.round(box.y + box.height * 0.7) }
    const before = await under(point)
    const widthOf = async () => (await picture().boundingBox())?.width ?? 0
    await page.mouse.move(point.x, point.y)
    await page.mouse.wheel(0, -500)
    await eventually(widthOf).toBeGreaterThan(box.width * 1.5)
    expect(await under(point)).toEqual(before)
    await page.mouse.down()
    await page.mouse.move(point.x + 60, point.y - 40, { steps: 4 })
    await page.mouse.up()
    await eventually(() => under({ x: point.x + 60, y: point.y - 40 })).toEqual(before)
    await button('Fit').click()
    await eventually(widthOf).toBeCloseTo(box.width, 0)
    await page.mouse.dblclick(point.x, point.y)
    await eventually(() => lightbox().locator('.stage-zoom span').textContent()).toBe('100 %')
    await close()
  })

  test('why it is rejected, figure by figure, and where: by key and by mouse', async () => {
    await open('ida_2.jpg')
    await details().getByRole('heading', { name: 'Why rejected?' }).waitFor()
    await details().getByText('blur', { exact: true }).waitFor()
    await details()
      .getByText(/^Sharpness [\d.]+\. Review below \d+, reject below \d+\.$/)
      .waitFor()
    const overlay = lightbox().locator('.stage-overlay')
    await details().getByRole('button', { name: 'Show overlay' }).click()
    await overlay.waitFor()
    await details()
      .getByText(/^\d+ of 64 areas are not sharp\.$/)
      .waitFor()
    await accessible()
    await press('o')
    await details()
      .getByText(/No clipping|clipped shadows/)
      .waitFor()
    await press('o')
    await details().getByText('Symmetry is measured around this axis.').waitFor()
    await accessible()
    await press('o')
    await overlay.waitFor({ state: 'hidden' })
    await button('Exposure').click()
    await overlay.waitFor()
    await close()
  })

  test('what pixels do not tell is said, and leads to the vision models', async () => {
    await open('ida_1.jpg')
    await details().getByText('doesn’t measure gaze').waitFor()
    await details().getByRole('button', { name: 'Choose a vision model…' }).click()
    await page.getByRole('dialog', { name: 'Settings' }).waitFor()
    await lightbox().waitFor({ state: 'hidden' })
    await page.keyboard.press('Escape')
    await page.getByRole('dialog', { name: 'Settings' }).waitFor({ state: 'hidden' })
  })

  test('from a copy to the image that stays', async () => {
    await open('ida_3.jpg')
    await details()
      .getByText(/smaller copy of ida_1\.jpg/)
      .waitFor()
    await button(/ida_1\.jpg is kept instead/).click()
    await shown('ida_1.jpg')
    await close()
  })

  test('what cannot be read says so, and shows no measures', async () => {
    await open('ida_4.jpg')
    await details().getByText('unreadable', { exact: true }).waitFor()
    await lightbox().getByText('Damaged: only part of the file can be read').waitFor()
    expect(await details().getByRole('group', { name: 'Overlay' }).count()).toBe(0)
    expect(
      await details()
        .getByRole('img', { name: /^Histogram/ })
        .count(),
    ).toBe(0)
    await accessible()
    await press('ArrowLeft')
    await picture().waitFor()
    await close()
    // Setting its style is refused with a reason.
    await page.locator('[data-filename="ida_4.jpg"]').click()
    await press('1')
    await page.getByText('ida_4.jpg can’t be read, so it stays in Rejected.').first().waitFor()
    expect(await page.locator('[data-lane="rejected"] [data-filename="ida_4.jpg"]').count()).toBe(1)
  })

  test('the page broke no rule on the way', () => {
    expect(app.watch.complaints).toEqual([])
  })
})
