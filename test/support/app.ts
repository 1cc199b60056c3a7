import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { type Browser, chromium, type Page } from 'playwright-core'
import { findBrowser } from '../../scripts/find-browser.ts'
import { BUILT_ENTRY, type StandIn, startStandIn } from './electron-stand-in/driver.ts'
import { makePrivate } from './private.ts'
import { type PageWatch, watchPage } from './watch-page.ts'

export const ROOT = join(import.meta.dirname, '../..')
export const CLI = join(ROOT, 'bin/evencast.mjs')

/** Launches Chromium without a GPU, because emulating one takes a quarter more time on a machine that has none. */
export const launchBrowser = (): Promise<Browser> =>
  chromium.launch({
    executablePath: findBrowser(),
    args: ['--no-sandbox', '--disable-background-networking', '--disable-gpu'],
  })

/** The running app as a user sees it. */
export interface RunningApp {
  readonly page: Page
  readonly watch: PageWatch
  /** Null unless the app runs on the desktop. */
  readonly desktop: StandIn | null
  close(): Promise<void>
}

export interface AppOptions {
  readonly library: string | null
  readonly configDir: string
  readonly env?: Readonly<Record<string, string>>
  /** Show the tour of the first run. By default it counts as seen. */
  readonly tour?: boolean
  /** Assess new images when a library opens, as for users. By default tests start assessments themselves. */
  readonly autoAssess?: boolean
}

export interface Server {
  readonly url: string
  readonly child: ChildProcess
  /** Returns stderr so far. */
  stderr(): string
  stop(): Promise<number | null>
}

/** Writes the settings of a returning user unless the test says otherwise; existing settings stay. */
async function asKnownUser({ configDir, tour = false, autoAssess = false }: AppOptions): Promise<void> {
  await mkdir(configDir, { recursive: true, mode: 0o700 })
  await makePrivate(configDir)
  const settings = { ...(!tour && { tourSeen: true }), autoAssess }
  await writeFile(join(configDir, 'settings.json'), JSON.stringify(settings), { flag: 'wx' }).catch(() => {})
}

/** Starts the built `evencast serve` on a free port. */
export async function startServer({ library, configDir, env }: AppOptions): Promise<Server> {
  const child = spawn(process.execPath, [CLI, 'serve', ...(library === null ? [] : [library])], {
    cwd: configDir,
    env: { ...process.env, EVENCAST_CONFIG_DIR: configDir, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let stderr = ''
  child.stderr.on('data', (chunk) => (stderr += String(chunk)))
  const exited = once(child, 'exit').then(([code]) => (typeof code === 'number' ? code : null))
  const url = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const found = /http:\/\/\S+/.exec(line)?.[0]
      if (found) resolve(found)
    })
    void exited.then((code) => reject(new Error(`evencast serve ended with ${code}: ${stderr}`)))
  })
  return {
    url,
    child,
    stderr: () => stderr,
    async stop() {
      child.kill('SIGINT')
      return exited
    },
  }
}

export async function startInBrowser(browser: Browser, options: AppOptions): Promise<RunningApp> {
  await asKnownUser(options)
  const server = await startServer(options)
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  const page = await context.newPage()
  const watch = await watchPage(page)
  await page.goto(server.url)
  return {
    page,
    watch,
    desktop: null,
    async close() {
      await context.close()
      await server.stop()
    },
  }
}

export async function startOnDesktop(browser: Browser, options: AppOptions): Promise<RunningApp> {
  const { library, configDir, env } = options
  await asKnownUser(options)
  const watches: PageWatch[] = []
  const desktop = await startStandIn(browser, {
    entry: BUILT_ENTRY,
    args: library === null ? [] : [library],
    env: { EVENCAST_CONFIG_DIR: configDir, ...env },
    onPage: async (page) => void watches.push(await watchPage(page)),
  })
  const [watch] = watches
  if (!watch) throw new Error('The desktop app showed no window.')
  return {
    page: desktop.page,
    watch,
    desktop,
    async close() {
      await desktop.quit()
    },
  }
}

export const HOSTS = [
  ['browser', startInBrowser],
  ['desktop', startOnDesktop],
] as const
