import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type axe from 'axe-core'
import type { AxeResults, RunOptions } from 'axe-core'
import type { Page } from 'playwright-core'

/** Users of speech control say the text of a button. The rule is experimental in axe, so it must be enabled explicitly. */
const EVERY_RULE: RunOptions = { rules: { 'label-content-name-mismatch': { enabled: true } } }
/** The themes differ only in colours (a test of the style sheets enforces it), so the second theme needs only the rules about colour. */
const RULES_OF_COLOUR: RunOptions = { runOnly: ['color-contrast', 'link-in-text-block'] }

const THEMES = [
  ['dark', EVERY_RULE],
  ['light', RULES_OF_COLOUR],
] as const

/** Returns axe's violations for the current page in both themes: each rule with the elements concerned. Transitions are off meanwhile. */
export async function complaintsOf(page: Page): Promise<readonly string[]> {
  const complaints = new Set<string>()
  for (const [colorScheme, rules] of THEMES) {
    await holdStill(page, colorScheme)
    // A notification may disappear while axe runs. A real violation is still there in a second run.
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
  // Load axe once per document, because evaluating it takes longer than a check.
  if (!(await page.evaluate(() => window.axe !== undefined))) await page.evaluate(AXE)
  return page.evaluate(async (rules) => {
    const found = await window.axe?.run(document, { ...rules, resultTypes: ['violations'] })
    if (!found) throw new Error('axe is not there.')
    return found.violations
  }, options)
}

/**
 * Shows the page in a theme without transitions until `letMove` is called. Half-transparent text would fail the contrast rules, and an
 * inherited colour would only begin to fade after its parent's has finished.
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

/** Waits until changes are painted and no element is still entering or leaving. */
export const settled = (page: Page): Promise<unknown> =>
  page.evaluate(async () => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve))
    await frame()
    await frame()
    const moving = () => document.querySelector('[data-starting-style], [data-ending-style]') !== null
    for (let frames = 0; frames < 120 && moving(); frames++) await frame()
  })
