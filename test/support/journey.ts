import type { Browser } from 'playwright-core'
import { afterAll, beforeAll } from 'vitest'
import { ensureBuilt } from '../../scripts/build.ts'
import { launchBrowser } from './app.ts'

interface Journey {
  /** Disposes of the test's resources when the file's tests have ended. */
  readonly cleanup: AsyncDisposableStack
  /** Returns the browser; available from the file's first `beforeAll`. */
  readonly browser: () => Browser
}

/** Prepares the built app and a browser for the tests of one file. Must be called once, at the top of the file. */
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
