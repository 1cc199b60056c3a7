import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { findBrowser } from '../../../scripts/find-browser.ts'
import { temporaryFolder } from '../../support/library.ts'

/**
 * A page without a driver attached. A driver makes each page keep data about every request while it is open, which counts as the page's
 * memory; here the protocol is used only for queries.
 */
export interface BarePage extends AsyncDisposable {
  /** Runs a function in the page and returns its result. */
  run<A extends readonly unknown[], T>(act: (...args: A) => T | Promise<T>, ...args: A): Promise<T>
  /** Returns the JavaScript heap after garbage collection, in MB. */
  heapMb(): Promise<number>
  /** Returns the private memory of the page's process in MB; 0 on systems without /proc. */
  processMb(): Promise<number>
}

interface Answer {
  readonly id?: number
  readonly result?: Readonly<Record<string, unknown>>
  readonly error?: { readonly message: string }
}

async function connect(url: string) {
  const socket = new WebSocket(url)
  await once(socket, 'open')
  const waiting = new Map<number, (answer: Answer) => void>()
  socket.addEventListener('message', ({ data }) => {
    const answer = JSON.parse(String(data)) as Answer
    if (answer.id === undefined) return
    waiting.get(answer.id)?.(answer)
    waiting.delete(answer.id)
  })
  let id = 0
  return {
    async ask(method: string, params: object = {}): Promise<Readonly<Record<string, unknown>>> {
      const { promise, resolve } = Promise.withResolvers<Answer>()
      waiting.set(++id, resolve)
      socket.send(JSON.stringify({ id, method, params }))
      const { result, error } = await promise
      if (!result) throw new Error(`${method}: ${error?.message}`)
      return result
    },
    close: () => socket.close(),
  }
}

/** Returns the private memory of the largest renderer among a process's descendants. */
async function largestRendererMb(browserPid: number): Promise<number> {
  const children = async (pid: number): Promise<number[]> => {
    const text = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '')
    const own = text.trim().split(' ').filter(Boolean).map(Number)
    return [...own, ...(await Promise.all(own.map(children))).flat()]
  }
  const sizes = (await children(browserPid)).map(async (pid) => {
    const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
    if (!command.includes('--type=renderer')) return 0
    const rollup = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '')
    return [...rollup.matchAll(/^Private_\w+:\s+(\d+) kB/gm)].reduce((sum, [, kb]) => sum + Number(kb), 0) / 1024
  })
  return Math.max(0, ...(await Promise.all(sizes)))
}

export async function openBarePage(url: string): Promise<BarePage> {
  await using cleanup = new AsyncDisposableStack()
  const profile = cleanup.use(await temporaryFolder())
  const browser = spawn(
    findBrowser(),
    [
      '--headless=new',
      '--no-sandbox',
      '--no-first-run',
      '--disable-background-networking',
      '--window-size=1440,900',
      '--remote-debugging-port=0',
      `--user-data-dir=${join(profile.path, 'profile')}`,
      'about:blank',
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  )
  const exited = once(browser, 'exit')
  cleanup.defer(async () => {
    browser.kill()
    await exited
    // The browser's child processes write a moment longer.
    await sleep(500)
  })
  const { promise: listening, resolve } = Promise.withResolvers<URL>()
  createInterface({ input: browser.stderr }).on('line', (line) => {
    const found = /ws:\/\/\S+/.exec(line)?.[0]
    if (found) resolve(new URL(found))
  })
  const { host } = await listening
  const pages = (await (await fetch(`http://${host}/json/list`)).json()) as {
    readonly type: string
    readonly webSocketDebuggerUrl: string
  }[]
  const page = pages.find(({ type }) => type === 'page')
  if (!page) throw new Error('The browser has opened no page.')
  const devtools = await connect(page.webSocketDebuggerUrl)
  cleanup.defer(() => devtools.close())
  await devtools.ask('Page.navigate', { url })

  const until = cleanup.move()
  return {
    async run(act, ...args) {
      const expression = `(${act.toString()})(...${JSON.stringify(args)})`
      const { result, exceptionDetails } = await devtools.ask('Runtime.evaluate', {
        expression,
        awaitPromise: true,
        returnByValue: true,
      })
      if (exceptionDetails) throw new Error(JSON.stringify(exceptionDetails))
      return (result as { value: never }).value
    },
    async heapMb() {
      await devtools.ask('HeapProfiler.collectGarbage')
      await devtools.ask('HeapProfiler.collectGarbage')
      const { usedSize } = await devtools.ask('Runtime.getHeapUsage')
      return Number(usedSize) / 2 ** 20
    },
    processMb: () => largestRendererMb(browser.pid ?? 0),
    [Symbol.asyncDispose]: () => until.disposeAsync(),
  }
}
