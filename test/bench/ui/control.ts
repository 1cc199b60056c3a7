import { createServer } from 'node:http'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { type Frames, scrollFrames } from './frames.ts'

export interface Control {
  readonly tile: number
  readonly columns: number
  readonly images: number
}

/**
 * Measures the browser's own cost: a bare page without our code that scrolls as many plain images of the same size. It may hold all of them
 * in the document, as a static page would, because the browser skips rows out of view.
 */
export async function scrollControl(
  browser: Browser,
  originals: string,
  { tile, columns, images }: Control,
  seconds: number,
): Promise<Frames> {
  const page = `<!doctype html><meta charset="utf-8"><title>control</title><style>
body { margin: 0; background: #161615 }
main { height: 830px; overflow-y: auto; width: ${columns * (tile + 8)}px }
div { display: flex; gap: 8px; height: ${tile}px; margin-bottom: 8px; content-visibility: auto; contain-intrinsic-height: ${tile}px }
img { width: ${tile}px; height: ${tile}px; object-fit: cover; border-radius: 8px }
</style><main></main><script type="module">
const main = document.querySelector('main')
let html = ''
for (let n = 0; n < ${images}; n += ${columns}) {
  html += '<div>'
  for (let k = n; k < n + ${columns}; k++) html += '<img decoding="async" loading="lazy" src="/' + (k % 60) + '-256.webp?' + k + '">'
  html += '</div>'
}
main.innerHTML = html
</script>`
  const server = createServer((request, response) => {
    const name = new URL(request.url ?? '/', 'http://localhost').pathname.slice(1)
    if (name === '') return response.writeHead(200, { 'content-type': 'text/html' }).end(page)
    readFile(join(originals, name)).then(
      (bytes) =>
        response.writeHead(200, { 'content-type': 'image/webp', 'cache-control': 'max-age=31536000' }).end(bytes),
      () => response.writeHead(404).end(),
    )
    return undefined
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  try {
    const bare = await context.newPage()
    const address = server.address()
    await bare.goto(`http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/`)
    await bare.waitForTimeout(500)
    return await scrollFrames(bare, await context.newCDPSession(bare), seconds)
  } finally {
    await context.close()
    server.closeAllConnections()
    server.close()
  }
}
