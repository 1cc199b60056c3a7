import type { Page } from 'playwright-core'

/** Everything a page complained of: what the content security policy refused, errors on the console, failed requests. */
export interface PageWatch {
  readonly complaints: readonly string[]
  /** Complaints that match were provoked by the test. */
  allow(pattern: RegExp): void
}

export async function watchPage(page: Page): Promise<PageWatch> {
  const all: string[] = []
  const allowed: RegExp[] = []
  page.on('console', (message) => {
    if (message.type() === 'error') all.push(`console: ${message.text()}`)
  })
  page.on('pageerror', (error) => all.push(`uncaught: ${error.message}`))
  page.on('requestfailed', (request) => {
    const why = request.failure()?.errorText ?? ''
    // An image or stream that the page itself no longer wants.
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
