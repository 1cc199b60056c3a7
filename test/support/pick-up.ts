import type { Page } from 'playwright-core'

/**
 * Picks an image up by the mouse, to be carried on and dropped by the test. A tile that is drawn anew under the hand is not taken along,
 * as it is not for a person: then it is picked up once more.
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
