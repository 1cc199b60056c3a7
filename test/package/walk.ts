import { execFile } from 'node:child_process'
import { cp, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { extractAll } from '@electron/asar'
import { z } from 'zod'
import { launchBrowser } from '../support/app.ts'
import { startStandIn } from '../support/electron-stand-in/driver.ts'
import type { Packed } from './pack.ts'

const Run = z.object({ actors: z.array(z.object({ generated: z.array(z.unknown()) })) })

/**
 * Takes the app out of its archive, as Electron reads it, and walks through it with nothing else of the project around: the
 * window opens a library in the stand-in; the command line of the same code assesses, balances and takes it back.
 */
export async function walk({ asar, unpacked }: Packed, folder: string): Promise<readonly string[]> {
  const app = join(folder, 'app')
  extractAll(asar, app)
  await cp(unpacked, app, { recursive: true })
  const configDir = join(folder, 'config')
  await mkdir(configDir)
  const library = join(folder, 'library')
  const cli = async (...args: readonly string[]): Promise<string> => {
    const { stdout } = await promisify(execFile)(process.execPath, [join(app, 'out/main/cli.js'), ...args], {
      env: { ...process.env, EVENCAST_CONFIG_DIR: configDir },
      maxBuffer: 1 << 28,
    })
    return stdout
  }
  await cli('sample', library)
  const actor = '0001_european_60_male'
  await cli('plan', library, '--actor-id', actor)
  const { actors } = Run.parse(JSON.parse(await cli('balance', library, '--actor-id', actor, '--yes', '--json')))
  const made = actors.flatMap(({ generated }) => generated).length
  await cli('undo', library)

  const browser = await launchBrowser()
  try {
    const standIn = await startStandIn(browser, {
      entry: join(app, 'out/main/index.js'),
      args: [library],
      env: { EVENCAST_CONFIG_DIR: configDir },
      onPage: async () => {},
    })
    await standIn.page.getByText(actor).first().waitFor()
    const code = await standIn.quit()
    return [
      `the command line of the archive made ${made} images and took them back`,
      `its window showed the library and quit with ${code}`,
    ]
  } finally {
    await browser.close()
  }
}
