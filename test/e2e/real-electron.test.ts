import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { getuid, platform } from 'node:process'
import { _electron } from 'playwright-core'
import { expect, test } from 'vitest'
import { electronObstacle, findElectron } from '../../scripts/electron.ts'
import { DESKTOP_SURFACE } from '../support/desktop-surface.ts'
import { ROOT } from '../support/app.ts'
import { walkThrough, WALKER, writeWalk } from '../support/balance-walk.ts'
import { temporaryFolder } from '../support/library.ts'
import { watchPage } from '../support/watch-page.ts'

const reason = electronObstacle()
if (reason) console.warn(`NOT RUN: the journey in Electron itself, because ${reason}. The stand-in ran the same entry.`)

test.skipIf(reason !== null)(
  'Electron itself shows the library, balances it and back, keeps its page in, and quits',
  async () => {
    await using folder = await temporaryFolder()
    const library = join(folder.path, 'library')
    const configDir = join(folder.path, 'config')
    await mkdir(configDir, { mode: 0o700 })
    await writeFile(join(configDir, 'settings.json'), JSON.stringify(WALKER))
    await writeWalk(library)

    const unsandboxed = platform === 'linux' && getuid?.() === 0 ? ['--no-sandbox'] : []
    const app = await _electron.launch({
      executablePath: findElectron() ?? '',
      args: [...unsandboxed, ROOT, library],
      env: { ...process.env, EVENCAST_CONFIG_DIR: configDir },
    })
    const page = await app.firstWindow()
    const watch = await watchPage(page)
    await walkThrough(page, library)

    expect(page.url()).toMatch(/^app:\/\/evencast\//)
    expect(await page.evaluate(() => ['require', 'process', 'module'].filter((name) => name in window))).toEqual([])
    expect(await page.evaluate(() => Object.keys(window.desktop ?? {}).toSorted())).toEqual(DESKTOP_SURFACE)
    const preferences = await app.evaluate(({ BrowserWindow }) => {
      const window = BrowserWindow.getAllWindows()[0]
      return window && Reflect.apply(Reflect.get(window.webContents, 'getLastWebPreferences'), window.webContents, [])
    })
    expect(preferences).toMatchObject({ sandbox: true, contextIsolation: true, nodeIntegration: false })

    await page.evaluate(() => (location.href = 'https://example.com/'))
    await page.evaluate(() => window.open('https://example.com/'))
    expect(page.url()).toMatch(/^app:\/\/evencast\//)
    expect(app.windows()).toHaveLength(1)
    expect(await page.evaluate(async () => (await navigator.permissions.query({ name: 'geolocation' })).state)).toBe(
      'denied',
    )
    watch.allow(/example\.com/)
    expect(watch.complaints).toEqual([])
    await app.close()
  },
)
