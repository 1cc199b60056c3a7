import type { Page } from 'playwright-core'

/** Everything that went wrong in a page: violations of the content security policy, errors on the console, failed requests. */
export interface PageWatch {
  readonly complaints: readonly string[]
  /** Ignores matching complaints, which the test provokes. */
  allow(pattern: RegExp): void
}

const LATE_FRAME_MS = 60

/**
 * Slows the page down with `EVENCAST_TEST_SLOW_PAGE=4`: four times less CPU and late frames, as on a busy machine. Reveals waits that are
 * too short, in the app or in a test.
 */
async function slowDown(page: Page): Promise<void> {
  const rate = Number(process.env.EVENCAST_TEST_SLOW_PAGE ?? 1)
  if (rate <= 1) return
  await (await page.context().newCDPSession(page)).send('Emulation.setCPUThrottlingRate', { rate })
  await page.addInitScript((late) => {
    const next = requestAnimationFrame.bind(window)
    window.requestAnimationFrame = (callback) => window.setTimeout(() => next(callback), late)
    window.cancelAnimationFrame = clearTimeout
  }, rate * LATE_FRAME_MS)
}

export async function watchPage(page: Page): Promise<PageWatch> {
  const all: string[] = []
  const allowed: RegExp[] = []
  await slowDown(page)
  page.on('console', (message) => {
    if (message.type() === 'error') all.push(`console: ${message.text()}`)
  })
  page.on('pageerror', (error) => all.push(`uncaught: ${error.message}`))
  page.on('requestfailed', (request) => {
    const why = request.failure()?.errorText ?? ''
    // The page itself cancelled the request for an image or a stream.
    if (why !== 'net::ERR_ABORTED') all.push(`request: ${request.url()} ${why}`)
  })
  page.on('response', (response) => {
    if (response.status() >= 400) all.push(`response: ${response.url()} ${response.status()}`)
  })
  await page.addInitScript(() => {
    document.addEventListener(
      'securitypolicyviolation',
      ({ violatedDirective, blockedURI, sourceFile, lineNumber }) => {
        console.error(`CSP: ${violatedDirective} refused ${blockedURI} (${sourceFile}:${lineNumber})`)
      },
    )
  })
  return {
    get complaints() {
      return all.filter((complaint) => !allowed.some((pattern) => pattern.test(complaint)))
    },
    allow: (pattern) => void allowed.push(pattern),
  }
}
