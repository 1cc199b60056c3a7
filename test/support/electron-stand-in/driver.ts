/** The test's side of the stand-in: starts the built entry and shows each of its windows as a page in the test's browser. */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Browser, Page, Request, Route } from 'playwright-core'
import type { AppMessage, Calls, SyncAction } from './messages.ts'
import { preloadRunner } from './preload-runner.ts'

export interface Deeds {
  readonly what: SyncAction
  readonly detail: unknown
}

export interface StandIn {
  /** The first window. */
  readonly page: Page
  readonly deeds: readonly Deeds[]
  /** The options of each window's constructor. */
  readonly windowOptions: readonly unknown[]
  /** Calls into the app's process; see `Calls`. */
  call<Name extends keyof Calls>(
    name: Name,
    argument: Parameters<Calls[Name]>[0],
  ): Promise<Awaited<ReturnType<Calls[Name]>>>
  /** Returns the app's stderr so far. */
  stderr(): string
  /** Asks the app to quit and returns its exit code. */
  quit(): Promise<number | null>
  kill(): void
}

export interface StandInOptions {
  readonly entry: string
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
  /** Modules that each process of the app loads before anything else. */
  readonly imports?: readonly string[]
  /** Called for each page before it loads anything. */
  readonly onPage: (page: Page) => Promise<void>
}

const REGISTER = new URL('./register.ts', import.meta.url)

export function spawnStandIn({ entry, args, env, imports = [] }: Omit<StandInOptions, 'onPage'>): ChildProcess {
  return fork(entry, [...args], {
    execArgv: [...imports, REGISTER.href].flatMap((url) => ['--import', url]),
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    env: { ...process.env, ...env },
  })
}

/** Converts `app://evencast/x` to an address that Chromium can load. */
const toBrowser = (url: string): string => url.replace(/^app:\/\/([^/]+)/, 'http://$1.localhost')
const toApp = (url: string): string => url.replace(/^http:\/\/([^/]+)\.localhost/, 'app://$1')

export async function startStandIn(browser: Browser, options: StandInOptions): Promise<StandIn> {
  const child = spawnStandIn(options)
  const deeds: Deeds[] = []
  const windowOptions: unknown[] = []
  const pages = new Map<number, Page>()
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>()
  let errors = ''
  let lastCall = 0
  child.stderr?.on('data', (chunk) => (errors += String(chunk)))

  const ask = (name: keyof Calls, argument: unknown): Promise<unknown> =>
    new Promise((resolve, reject) => {
      if (!child.connected) return reject(new Error(`The app is gone: ${errors}`))
      const callId = ++lastCall
      waiting.set(callId, { resolve, reject })
      child.send({ callId, name, argument })
    })
  // The only unchecked type of an answer: the other side is our own stand-in.
  const call = ask as StandIn['call']

  const openWindow = async (windowId: number, url: string, preload: string) => {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
    const page = await context.newPage()
    pages.set(windowId, page)
    await options.onPage(page)
    const frame = () => ({ url: toApp(page.url()), isMain: true })
    // The page's ports are closed when it navigates away, as in Electron.
    let portIds: number[] = []
    page.on('framenavigated', (navigated) => {
      if (navigated !== page.mainFrame()) return
      for (const portId of portIds.splice(0)) void call('portClosed', portId).catch(() => {})
    })
    await page.exposeBinding('__toMain', (_source, kind: string, key: string | number, payload: unknown) => {
      if (kind === 'invoke')
        return call('invoke', { windowId, channel: String(key), args: payload as unknown[], frame: frame() })
      if (kind === 'port') return call('portMessage', { portId: Number(key), data: payload })
      portIds = portIds.concat(payload as number[])
      return call('post', { windowId, channel: String(key), portIds: payload as number[], frame: frame() })
    })
    await page.addInitScript(preloadRunner(preload, process.platform))
    const origin = toBrowser(url).replace(/\/$/, '')
    await context.route('**/*', (route) => serve(route, windowId, origin).catch((error) => ended(route, error)))
    context.on('page', (popup) => {
      if (popup !== page) void popup.close()
    })
    await page.goto(toBrowser(url))
    await call('ready', windowId)
    return page
  }

  const serve = async (route: Route, windowId: number, origin: string): Promise<void> => {
    const request = route.request()
    const url = request.url()
    if (isPopup(request, pages.get(windowId))) {
      await call('windowOpen', { windowId, url })
      return route.abort('blockedbyclient')
    }
    if (!url.startsWith(`${origin}/`)) {
      const blocked =
        request.isNavigationRequest() &&
        (await call('navigate', { windowId, url: toApp(url), redirect: request.redirectedFrom() !== null }))
      return blocked ? route.abort('aborted') : route.continue()
    }
    const { status, headers, body } = await call('request', {
      url: toApp(url),
      method: request.method(),
      headers: request.headers(),
    })
    return route.fulfill({ status, headers, body: Buffer.from(body) })
  }

  /** Aborts a page's request when the app has exited, because no process is left to answer it. Otherwise rethrows. */
  const ended = async (route: Route, error: unknown): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) throw error
    await route.abort().catch(() => {})
  }

  let firstPage: (page: Page) => void = () => {}
  let failed: (error: Error) => void = () => {}
  const first = new Promise<Page>((resolve, reject) => {
    firstPage = resolve
    failed = reject
  })
  const exited = once(child, 'exit').then(([code]) => {
    failed(new Error(`The app ended before it showed a window: ${errors}`))
    for (const { reject } of waiting.values()) reject(new Error('The app ended.'))
    return typeof code === 'number' ? code : null
  })

  child.on('message', (message: AppMessage) => {
    switch (message.type) {
      case 'answer': {
        const { resolve, reject } = waiting.get(message.callId) ?? {}
        waiting.delete(message.callId)
        if (message.error === undefined) resolve?.(message.value)
        else reject?.(new Error(message.error))
        break
      }
      case 'did':
        deeds.push({ what: message.what, detail: message.detail })
        break
      case 'window':
        windowOptions.push(message.options)
        break
      case 'load':
        openWindow(message.windowId, message.url, message.preload).then(firstPage, failed)
        break
      case 'closed':
        void pages.get(message.windowId)?.context().close()
        pages.delete(message.windowId)
        break
      case 'send':
        deliver(pages.get(message.windowId), 'send', message.channel, message.args)
        break
      case 'port':
        for (const page of pages.values()) deliver(page, 'port', message.portId, message.data)
        break
      case 'port-closed':
        for (const page of pages.values()) deliver(page, 'port-closed', message.portId, null)
        break
    }
  })

  const page = await first
  return {
    page,
    deeds,
    windowOptions,
    call,
    stderr: () => errors,
    async quit() {
      if (child.connected) await call('quit', undefined).catch(() => {})
      return exited
    },
    kill: () => void child.kill('SIGKILL'),
  }
}

/** Returns true for the first request of a new window, which has no frame yet. */
function isPopup(request: Request, page: Page | undefined): boolean {
  try {
    return request.frame().page() !== page
  } catch {
    return true
  }
}

/** Delivers a message to the page's preload. A page that is navigating away is not a failure. */
function deliver(page: Page | undefined, kind: string, key: string | number, payload: unknown): void {
  page
    ?.evaluate(
      ([kindOf, keyOf, value]) => {
        const receive: unknown = Reflect.get(window, '__fromMain')
        if (typeof receive === 'function') receive(kindOf, keyOf, value)
      },
      [kind, key, payload] as const,
    )
    .catch(() => {})
}

export const BUILT_ENTRY = fileURLToPath(new URL('../../../out/main/index.js', import.meta.url))
