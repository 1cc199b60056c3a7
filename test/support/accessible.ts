import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type axe from 'axe-core'
import type { AxeResults, RunOptions } from 'axe-core'
import type { Page } from 'playwright-core'

/** Who speaks to the computer says what stands on a button. Experimental in axe, so it has to be asked for. */
const EVERY_RULE: RunOptions = { rules: { 'label-content-name-mismatch': { enabled: true } } }
/** The themes differ in colours alone, which a test of the style sheets holds. */
const RULES_OF_COLOUR: RunOptions = { runOnly: ['color-contrast', 'link-in-text-block'] }

const THEMES = [
  ['dark', EVERY_RULE],
  ['light', RULES_OF_COLOUR],
] as const

/** What axe finds wrong with what is on the screen, in both themes: each rule with the elements it names. Nothing moves while it looks. */
export async function complaintsOf(page: Page): Promise<readonly string[]> {
  const complaints = new Set<string>()
  for (const [colorScheme, rules] of THEMES) {
    await holdStill(page, colorScheme)
    // A note may go away while axe looks at it. What is really wrong is still wrong at a second look.
    const violations = (await look(page, rules)).length > 0 ? await look(page, rules) : []
    for (const { id, nodes } of violations)
      complaints.add(
        `${colorScheme} ${id}: ${nodes.map((node) => `${node.html} ${node.failureSummary ?? ''}`).join(' ')}`,
      )
  }
  await letMove(page)
  return [...complaints]
}

declare global {
  interface Window {
    readonly axe?: typeof axe
  }
}

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

async function look(page: Page, options: RunOptions): Promise<AxeResults['violations']> {
  await settled(page)
  // Once for each document: reading it takes longer than a look.
  if (!(await page.evaluate(() => window.axe !== undefined))) await page.evaluate(AXE)
  return page.evaluate(async (rules) => {
    const found = await window.axe?.run(document, { ...rules, resultTypes: ['violations'] })
    if (!found) throw new Error('axe is not there.')
    return found.violations
  }, options)
}

/**
 * The page in a theme, with every change there at once instead of faded in: half-transparent text has no contrast, and what inherits a
 * colour would begin to fade only when that has got there. Until `letMove`.
 */
export async function holdStill(page: Page, colorScheme: 'dark' | 'light'): Promise<void> {
  await page.emulateMedia({ colorScheme })
  await page.evaluate(() => {
    if (document.adoptedStyleSheets.length > 0) return
    const still = new CSSStyleSheet()
    still.replaceSync('*, *::before, *::after { transition: none !important; animation: none !important }')
    document.adoptedStyleSheets.push(still)
  })
}

export async function letMove(page: Page): Promise<void> {
  await page.emulateMedia({ colorScheme: null })
  await page.evaluate(() => void document.adoptedStyleSheets.pop())
}

/** Until what has changed is drawn, and nothing is on its way in or out any more. */
export const settled = (page: Page): Promise<unknown> =>
  page.evaluate(async () => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve))
    await frame()
    await frame()
    const moving = () => document.querySelector('[data-starting-style], [data-ending-style]') !== null
    for (let frames = 0; frames < 120 && moving(); frames++) await frame()
  })
