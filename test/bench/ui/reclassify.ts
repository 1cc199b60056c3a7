import type { Page } from 'playwright-core'

export interface Reclassified {
  /** Time from the key to the first frame with the new counts of the lanes. */
  readonly shownMs: number
  /** Time until the core has answered: the manifest is written and flushed to disk. */
  readonly durableMs: number
}

/** Selects the first `images` of the first lane by a click and a Shift-click, then moves them to `digit`'s lane by the keyboard. */
export async function reclassify(page: Page, images: number, digit: '2' | '3'): Promise<Reclassified> {
  const lane = page.locator('.lane').first()
  await lane.locator('.lane-grid').evaluate((grid) => grid.scrollTo(0, 0))
  await lane.locator('.tile').first().click()
  await extendSelection(page, images)
  const answered = page.waitForResponse((response) => response.url().endsWith('/rpc/images/classify'))
  const shownMs = await page.evaluate(
    (digit) =>
      new Promise<number>((resolve) => {
        const count = () => document.querySelector('.lane .lane-head em')?.textContent
        const before = count()
        const startMs = performance.now()
        document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key: digit, bubbles: true }))
        const look = () =>
          count() === before
            ? requestAnimationFrame(look)
            : requestAnimationFrame(() => resolve(performance.now() - startMs))
        requestAnimationFrame(look)
      }),
    digit,
  )
  const response = await answered
  await response.finished()
  const { requestStart, responseEnd } = response.request().timing()
  if (!response.ok()) throw new Error(`images.classify answered ${response.status()}`)
  await takeBack(page)
  return { shownMs, durableMs: responseEnd - Math.max(0, requestStart) }
}

/** Undoes the move, so that every run starts with the same images. */
async function takeBack(page: Page): Promise<void> {
  const undone = page.waitForResponse((response) => response.url().endsWith('/rpc/history/undo'))
  await page.keyboard.press('Control+z')
  await (await undone).finished()
  // The actor's duplicates are assessed again after each move, which must not coincide with the next one.
  await page.waitForTimeout(3000)
}

async function extendSelection(page: Page, images: number): Promise<void> {
  const found = await page.evaluate(
    (images) =>
      new Promise<boolean>((resolve) => {
        const grid = document.querySelector('.lane .lane-grid')!
        const columns = Number(grid.getAttribute('aria-colcount'))
        const row = Math.floor((images - 1) / columns) + 1
        const look = (left: number) => {
          const cells = grid.querySelectorAll<HTMLElement>(`[aria-rowindex="${row}"] .tile`)
          const cell = cells[(images - 1) % columns]
          if (cell) {
            cell.dispatchEvent(new MouseEvent('click', { bubbles: true, shiftKey: true, detail: 1 }))
            resolve(true)
          } else if (left === 0) resolve(false)
          else requestAnimationFrame(() => look(left - 1))
        }
        const first = grid.querySelector<HTMLElement>('.tile')!
        grid.scrollTo(0, (row - 1) * (first.offsetHeight + 8))
        requestAnimationFrame(() => look(60))
      }),
    images,
  )
  if (!found) throw new Error(`The ${images}th image of the lane did not come into view.`)
}
