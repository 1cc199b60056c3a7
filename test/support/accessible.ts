import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type axe from 'axe-core'
import type { AxeResults } from 'axe-core'
import type { Page } from 'playwright-core'

/**
 * What axe finds wrong with what is on the screen, in both themes: each rule with the elements it names. Nothing moves or fades while
 * it looks, as for people who asked for that: half-transparent text has no contrast.
 */
export async function complaintsOf(page: Page): Promise<readonly string[]> {
  const calm = await page.evaluate(() => matchMedia('(prefers-reduced-motion: reduce)').matches)
  const complaints = new Set<string>()
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    // A note may go away while axe looks at it. What is really wrong is still wrong at a second look.
    const violations = (await look(page)).length > 0 ? await look(page) : []
    for (const { id, nodes } of violations)
      complaints.add(
        `${colorScheme} ${id}: ${nodes.map((node) => `${node.html} ${node.failureSummary ?? ''}`).join(' ')}`,
      )
  }
  await page.emulateMedia({ colorScheme: null, reducedMotion: calm ? 'reduce' : null })
  return [...complaints]
}

declare global {
  interface Window {
    readonly axe?: typeof axe
  }
}

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** Who speaks to the computer says what stands on a button. Experimental in axe, so it has to be asked for. */
const RULES = { 'label-content-name-mismatch': { enabled: true } }

async function look(page: Page): Promise<AxeResults['violations']> {
  await settled(page)
  // Once for each document: reading it takes longer than a look.
  if (!(await page.evaluate(() => window.axe !== undefined))) await page.evaluate(AXE)
  return page.evaluate(async (rules) => {
    const found = await window.axe?.run(document, { rules, resultTypes: ['violations'] })
    if (!found) throw new Error('axe is not there.')
    return found.violations
  }, RULES)
}

/**
 * Until nothing fades any more. What has just changed begins to fade with the next frame, and what inherits a colour from it only when
 * it has got there itself.
 */
export const settled = (page: Page): Promise<unknown> =>
  page.evaluate(async () => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve))
    for (let frames = 0, still = 0; still < 3 && frames < 120; frames++) {
      await frame()
      const moving = document.getAnimations().filter(({ playState }) => playState === 'running')
      still = moving.length > 0 ? 0 : still + 1
      await Promise.allSettled(moving.map((animation) => animation.finished))
    }
    // A note that is on its way out is gone soon.
    const fading = () => [...document.querySelectorAll('.toast')].some((note) => getComputedStyle(note).opacity !== '1')
    for (let frames = 0; frames < 120 && fading(); frames++) await frame()
  })
