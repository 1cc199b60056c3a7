import type { Browser } from 'playwright-core'
import { afterAll, beforeAll } from 'vitest'
import { ensureBuilt } from '../../scripts/build.ts'
import { launchBrowser } from './app.ts'

interface Journey {
  /** What the tests of the file leave behind goes with it at their end. */
  readonly cleanup: AsyncDisposableStack
  /** There from the first `beforeAll` of the file on. */
  readonly browser: () => Browser
}

/** The built app and a browser for the tests of one file. To be called once, at its top. */
export function startJourney(): Journey {
  const cleanup = new AsyncDisposableStack()
  let browser: Browser | null = null
  beforeAll(async () => {
    ensureBuilt()
    const launched = await launchBrowser()
    cleanup.defer(() => launched.close())
    browser = launched
  })
  afterAll(() => cleanup.disposeAsync())
  return {
    cleanup,
    browser() {
      if (!browser) throw new Error('The browser has not started yet.')
      return browser
    },
  }
}
