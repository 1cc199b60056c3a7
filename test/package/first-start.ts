import { spawnSync } from 'node:child_process'
import { mkdir, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { launchBrowser } from '../support/app.ts'
import { startStandIn } from '../support/electron-stand-in/driver.ts'

const LIMIT_MS = 2000
const TIMES = 3

/** Drops the files from the system's cache, so that they are read from disk again; without dd they stay cached. */
async function forget(folder: string): Promise<void> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  for (const entry of entries.filter(
    (each) => each.isFile() && /\.(c?js|node|so[\d.]*|onnx|html|css)$/.test(each.name),
  ))
    spawnSync('dd', [`if=${join(entry.parentPath, entry.name)}`, 'iflag=nocache', 'count=0', 'status=none'])
}

/** Returns the milliseconds from the start of the main process to the start screen's button, with new settings. */
async function start(browser: Browser, app: string, configDir: string): Promise<number> {
  await mkdir(configDir, { mode: 0o700 })
  await forget(join(app, 'out'))
  const begun = performance.now()
  const standIn = await startStandIn(browser, {
    entry: join(app, 'out/main/index.js'),
    args: [],
    env: { EVENCAST_CONFIG_DIR: configDir },
    onPage: async () => {},
  })
  await standIn.page.getByRole('button', { name: 'Open the sample library' }).click({ trial: true })
  const ms = performance.now() - begun
  await standIn.quit()
  return ms
}

/**
 * Returns the median of a few first starts of the packed app. With `hold`, more than two seconds is a problem; on a busy machine this
 * measures the other load.
 */
export async function measureFirstStart(
  app: string,
  folder: string,
  hold: boolean,
): Promise<{ readonly line: string; readonly problems: readonly string[] }> {
  const browser = await launchBrowser()
  try {
    const times: number[] = []
    for (let each = 0; each < TIMES; each++) times.push(await start(browser, app, join(folder, `first-${each}`)))
    const ms = times.toSorted((a, b) => a - b)[Math.floor(TIMES / 2)] ?? Infinity
    const held = hold ? `at most ${LIMIT_MS}` : `${LIMIT_MS} not held in the short cut`
    return {
      line: `first start to a usable window: ${ms.toFixed(0)} ms (${held}), Electron’s own start apart`,
      problems: hold && ms > LIMIT_MS ? ['the first start takes too long'] : [],
    }
  } finally {
    await browser.close()
  }
}
