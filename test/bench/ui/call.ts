import type { Page } from 'playwright-core'

export interface Called {
  /** Time from the call to the complete answer. */
  readonly ms: number
  readonly value: unknown
}

/** Calls the core from within the page, over the same transport as the interface. */
export const call = (page: Page, path: string, input?: unknown): Promise<Called> =>
  page.evaluate(
    async ({ path, input }) => {
      const startMs = performance.now()
      const response = await fetch(`/rpc/${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-csrf-token': 'orpc' },
        body: JSON.stringify({ json: input }),
      })
      const { json } = (await response.json()) as { json: unknown }
      const ms = performance.now() - startMs
      if (!response.ok) throw new Error(`${path} answered ${response.status}: ${JSON.stringify(json)}`)
      return { ms, value: json }
    },
    { path, input },
  )
