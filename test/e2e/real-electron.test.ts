import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { getuid, platform } from 'node:process'
import { _electron } from 'playwright-core'
import { expect, test } from 'vitest'
import { findElectron, hasDisplay } from '../../scripts/electron.ts'
import { ROOT } from '../support/app.ts'
import { temporaryFolder, writeLibrary } from '../support/library.ts'
import { watchPage } from '../support/watch-page.ts'

const electron = findElectron()

/** Why the app cannot be run in Electron itself here; null when it can. */
function obstacle(): string | null {
  if (!electron) return "Electron's program file was not downloaded (npx install-electron --no)"
  if (!hasDisplay()) return 'there is no display (xvfb-run brings one)'
  return null
}

const reason = obstacle()
if (reason) console.warn(`NOT RUN: the journey in Electron itself, because ${reason}. The stand-in ran the same entry.`)

test.skipIf(reason !== null)('Electron itself shows the library, keeps its page in, and quits', async () => {
  await using folder = await temporaryFolder()
  const library = join(folder.path, 'library')
  const configDir = join(folder.path, 'config')
  await mkdir(configDir)
  await writeLibrary(library, { actors: ['alice', 'bob'], images: 3 })

  const unsandboxed = platform === 'linux' && getuid?.() === 0 ? ['--no-sandbox'] : []
  const app = await _electron.launch({
    executablePath: electron ?? '',
    args: [...unsandboxed, ROOT, library],
    env: { ...process.env, EVENCAST_CONFIG_DIR: configDir },
  })
  const page = await app.firstWindow()
  const watch = await watchPage(page)
  await page.getByText('alice').first().waitFor()

  expect(page.url()).toMatch(/^app:\/\/evencast\//)
  expect(await page.evaluate(() => ['require', 'process', 'module'].filter((name) => name in window))).toEqual([])
  expect(await page.evaluate(() => Object.keys(Reflect.get(window, 'desktop')).toSorted())).toEqual([
    'dragOut',
    'fileForDrop',
    'folderForDrop',
    'onMenu',
    'pickFolder',
    'platform',
    'reveal',
    'revealExport',
    'saveExport',
    'showLog',
  ])
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
})
