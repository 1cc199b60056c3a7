import { cp, mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { extractAll } from '@electron/asar'
import { launchBrowser } from '../support/app.ts'
import { startStandIn } from '../support/electron-stand-in/driver.ts'
import { writeLibrary } from '../support/library.ts'
import type { Packed } from './pack.ts'

const PATIENCE_MS = 180_000

/**
 * Takes the app out of its archive, as Electron reads it, with nothing else of the project around, and starts its main process in the
 * stand-in: the window opens a library, assesses it, balances, and takes that back.
 */
export async function walk({ asar, unpacked }: Packed, folder: string): Promise<readonly string[]> {
  const app = join(folder, 'app')
  extractAll(asar, app)
  await cp(unpacked, app, { recursive: true })
  const configDir = join(folder, 'config')
  await mkdir(configDir, { mode: 0o700 })
  await writeFile(join(configDir, 'settings.json'), JSON.stringify({ tourSeen: true, autoAssess: true, total: 6 }))
  const library = join(folder, 'library')
  await writeLibrary(library, { actors: ['alice'], images: 5 })
  const files = async () =>
    (await readdir(join(library, 'actors/alice/training_data'))).filter((name) => name.endsWith('.jpg')).toSorted()
  const until = async (what: string, holds: () => Promise<boolean>): Promise<void> => {
    const end = performance.now() + PATIENCE_MS
    while (!(await holds())) {
      if (performance.now() > end) throw new Error(`The packed app: ${what} did not happen.`)
      await setTimeout(100)
    }
  }
  const before = await files()
  const browser = await launchBrowser()
  try {
    const standIn = await startStandIn(browser, {
      entry: join(app, 'out/main/index.js'),
      args: [library],
      env: { EVENCAST_CONFIG_DIR: configDir },
      onPage: async () => {},
    })
    const { page } = standIn
    page.setDefaultTimeout(PATIENCE_MS)
    await page.getByText('alice', { exact: true }).first().click()
    await page
      .getByRole('button', { name: /^Balance(?! all)/ })
      .first()
      .click()
    await standIn.call('setFocus', false)
    await page.getByRole('button', { name: 'Start', exact: true }).click()
    await until('the run', async () => (await files()).length === 6)
    const did = (what: string) => standIn.deeds.filter((deed) => deed.what === what).map(({ detail }) => detail)
    await until('the notification', async () => did('notification').length > 0 && did('progress').at(-1) === -1)
    await page.getByRole('button', { name: 'Show runs' }).click()
    await page.getByRole('button', { name: 'Undo run' }).first().click()
    await until('undo', async () => (await files()).join() === before.join())
    const code = await standIn.quit()
    if (code !== 0) throw new Error(`The packed app quit with ${code}: ${standIn.stderr()}`)
    return [
      'the packed main process, taken out of its archive: opened a library, assessed, balanced to 6 images, took it back, quit',
      `on the way ${did('progress').length} steps of progress on the taskbar, and ${did('notification').length} notification at the end`,
    ]
  } finally {
    await browser.close()
  }
}
