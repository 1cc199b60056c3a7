import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { extractAll } from '@electron/asar'
import { launchBrowser } from '../support/app.ts'
import { until, walkThrough, WALKER, writeWalk } from '../support/balance-walk.ts'
import { type StandInOptions, startStandIn } from '../support/electron-stand-in/driver.ts'
import type { Packed } from './pack.ts'

/** Returns the options that start the packed app from inside its archive; `laidOut` is a folder for its unpacked files. */
function fromArchive(asar: string, laidOut: string): Pick<StandInOptions, 'entry' | 'imports'> {
  extractAll(asar, laidOut)
  const hooks = new URL('../support/electron-stand-in/asar.ts', import.meta.url)
  hooks.search = new URLSearchParams({ archive: asar, laidOut }).toString()
  return { entry: join(asar, 'out/main/index.js'), imports: [hooks.href] }
}

/** Starts the packed app in the stand-in, opens a library, assesses it, balances it, and undoes the run. */
export async function walk({ asar }: Packed, folder: string, laidOut: string): Promise<readonly string[]> {
  const configDir = join(folder, 'config')
  await mkdir(configDir, { mode: 0o700 })
  await writeFile(join(configDir, 'settings.json'), JSON.stringify(WALKER))
  const library = join(folder, 'library')
  await writeWalk(library)
  const browser = await launchBrowser()
  try {
    const standIn = await startStandIn(browser, {
      ...fromArchive(asar, laidOut),
      args: [library],
      env: { EVENCAST_CONFIG_DIR: configDir },
      onPage: async () => {},
    })
    const did = (what: string) => standIn.deeds.filter((deed) => deed.what === what).map(({ detail }) => detail)
    await walkThrough(standIn.page, library, {
      beforeStart: () => standIn.call('setFocus', false),
      afterRun: () => until('the notification', () => did('notification').length > 0 && did('progress').at(-1) === -1),
    })
    const code = await standIn.quit()
    if (code !== 0) throw new Error(`The packed app quit with ${code}: ${standIn.stderr()}`)
    return [
      'the packed main process, from inside the archive: opened a library, assessed, balanced to 6 images, took it back, quit',
      `on the way ${did('progress').length} steps of progress on the taskbar, and ${did('notification').length} notification at the end`,
    ]
  } finally {
    await browser.close()
  }
}
