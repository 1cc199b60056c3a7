/** `npm run screens`: opens the screens and states of the built app and saves screenshots to `docs/screens`. */
import { spawnSync } from 'node:child_process'
import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import sharp from 'sharp'
import { ensureBuilt, ROOT } from '../../scripts/build.ts'
import { CLI, launchBrowser, startInBrowser } from '../support/app.ts'
import { temporaryFolder } from '../support/library.ts'
import { JOURNEYS } from './screens.ts'

const OUT = join(ROOT, 'docs/screens')

/** Each screen is taken large and dark, and small and light, so faults of either size or theme show. */
const LOOKS = [
  { name: 'dark', colorScheme: 'dark', width: 1440, height: 900 },
  { name: 'light', colorScheme: 'light', width: 1024, height: 700 },
] as const

/** Waits until pictures are painted and nothing moves. */
async function still(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await document.fonts.ready
    const finite = document.getAnimations().filter((each) => each.effect?.getComputedTiming().iterations !== Infinity)
    await Promise.allSettled(finite.map((animation) => animation.finished))
    // A lazy image that was never scrolled to never decodes.
    const soon = new Promise((resolve) => setTimeout(resolve, 3000))
    await Promise.race([soon, Promise.allSettled([...document.images].map((image) => image.decode()))])
  })
  await page.waitForTimeout(250)
}

async function picture(page: Page, name: string): Promise<void> {
  for (const look of LOOKS) {
    await page.emulateMedia({ colorScheme: look.colorScheme, reducedMotion: 'reduce' })
    await page.setViewportSize(look)
    await still(page)
    const png = await page.screenshot()
    await sharp(png)
      .webp({ quality: 82, effort: 5 })
      .toFile(join(OUT, `${name}-${look.name}.webp`))
  }
  await page.setViewportSize(LOOKS[0])
  await still(page)
  console.log(name)
}

function evencast(configDir: string, ...args: readonly string[]): void {
  const { status, stderr } = spawnSync(process.execPath, [CLI, ...args], {
    encoding: 'utf8',
    env: { ...process.env, EVENCAST_CONFIG_DIR: configDir },
  })
  if (status !== 0) throw new Error(`evencast ${args.join(' ')} ended with ${status}: ${stderr}`)
}

ensureBuilt()
await using folder = await temporaryFolder()
const sample = join(folder.path, 'studio')
evencast(join(folder.path, 'made'), 'sample', sample)
await mkdir(OUT, { recursive: true })
for (const file of await readdir(OUT)) if (file.endsWith('.webp')) await rm(join(OUT, file))

const browser = await launchBrowser()
try {
  for (const { library, tour = false, walk } of JOURNEYS) {
    const configDir = join(folder.path, `config-${Math.random().toString(36).slice(2)}`)
    await mkdir(configDir)
    const app = await startInBrowser(browser, { library: library ? sample : null, configDir, tour })
    app.page.setDefaultTimeout(40_000)
    await walk(app.page, (name) => picture(app.page, name))
    await app.close()
  }
} finally {
  await browser.close()
}
