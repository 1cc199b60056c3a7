import type { Page } from 'playwright-core'

/**
 * Picks an image up with the mouse, for the test to move and drop. A tile that re-renders under the pointer is not picked up,
 * neither by a person, so this tries up to five times.
 */
export async function pickUp(page: Page, filename: string): Promise<void> {
  for (let attempt = 1; attempt <= 5; attempt++) {
    await page.locator(`[data-filename="${filename}"]`).hover()
    await page.mouse.down()
    await page.mouse.move(500, 300, { steps: 4 })
    const carried = await page
      .locator('[data-trash-drop]')
      .waitFor({ timeout: 2000 })
      .then(
        () => true,
        () => false,
      )
    if (carried) return
    await page.mouse.up()
  }
  throw new Error(`${filename} could not be picked up.`)
}
