import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'

/** What axe finds wrong with what is on the screen, in both themes: each rule with the elements it names. */
export async function complaintsOf(page: Page): Promise<readonly string[]> {
  const complaints = new Set<string>()
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme })
    await settled(page)
    const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze()
    for (const { id, nodes } of violations)
      complaints.add(`${colorScheme} ${id}: ${nodes.map((node) => node.html).join(' ')}`)
  }
  await page.emulateMedia({ colorScheme: null })
  return [...complaints]
}

/** Until nothing fades any more: half-transparent text has no contrast. What has just changed begins to fade with the next frame. */
const settled = (page: Page): Promise<unknown> =>
  page.evaluate(async () => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve))
    await frame()
    await frame()
    await Promise.allSettled(document.getAnimations().map((animation) => animation.finished))
  })
