import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { join } from 'node:path'
import type { Browser, CDPSession, Page } from 'playwright-core'
import { CLI } from '../../support/app.ts'
import type { Monitored } from './monitor.ts'

/** The built app, served, and a browser page that shows it. */
export interface Served extends AsyncDisposable {
  readonly page: Page
  readonly devtools: CDPSession
  readonly origin: string
  /** Returns the monitor's figures since the last call. */
  monitored(): Promise<Monitored>
}

async function start(library: string, configDir: string): Promise<{ child: ChildProcess; url: string }> {
  const child = spawn(process.execPath, ['--import', join(import.meta.dirname, 'monitor.ts'), CLI, 'serve', library], {
    cwd: configDir,
    env: { ...process.env, EVENCAST_CONFIG_DIR: configDir },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  })
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  createInterface({ input: child.stdout! }).on('line', (line) => {
    const found = /http:\/\/\S+/.exec(line)?.[0]
    if (found) resolve(found)
  })
  void once(child, 'exit').then(([code]) => reject(new Error(`evencast serve ended with ${code}`)))
  return { child, url: await promise }
}

export async function serve(browser: Browser, library: string, configDir: string): Promise<Served> {
  const { child, url } = await start(library, configDir)
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  const page = await context.newPage()
  page.setDefaultTimeout(60_000)
  await page.goto(url)
  await page.locator('.actor-row').first().waitFor()
  return {
    page,
    devtools: await context.newCDPSession(page),
    origin: new URL(url).origin,
    async monitored() {
      child.send('report')
      const [report] = (await once(child, 'message')) as [Monitored]
      return report
    },
    async [Symbol.asyncDispose]() {
      await context.close()
      const exited = once(child, 'exit')
      child.kill('SIGINT')
      await exited
    },
  }
}
