import { cp, mkdir, readdir, readFile } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Page } from 'playwright-core'
import { z } from 'zod'
import { ensureBuilt } from '../../scripts/build.ts'
import { actorFiles, DATA } from '../../scripts/labelled-images.ts'
import type { Style } from '../../src/main/domain/style.ts'
import { launchBrowser, startInBrowser } from '../support/app.ts'
import { temporaryFolder } from '../support/library.ts'
import type { BenchOptions } from './measure.ts'
import { sayActions } from './sorting/actions.ts'

const Manifest = z.object({
  images: z.array(
    z.object({
      filename: z.string(),
      type: z.string().nullable().optional(),
      classified_by: z.string().optional(),
      verdict: z.string().optional(),
    }),
  ),
})

const KEY: Readonly<Record<Style | 'rejected', string>> = {
  photorealistic: '1',
  bw_stylized: '2',
  color_stylized: '3',
  rejected: 'x',
}

const PATIENCE_MS = 60_000
const NONE = '{"images":[]}'

/** A person's decision per image: damaged files rejected, everything else by its style. */
const wanted = new Map(
  existsSync(DATA)
    ? actorFiles().flatMap(({ name, style, defect }) => {
        const filename = name.split('/').at(-1) ?? ''
        return name.startsWith('training_data/')
          ? [[filename, defect === '' && style ? style : 'rejected'] as const]
          : []
      })
    : [],
)

/** Assesses all actors, then labels every image, the most doubtful first. Uses only the keyboard. */
async function sortAll(page: Page): Promise<{ readonly begin: number; readonly words: number }> {
  let keys = 0
  const press = async (key: string): Promise<void> => {
    keys += 1
    await page.keyboard.press(key)
  }
  await press('o')
  await page.locator('.actors-name').first().waitFor()
  await press('ControlOrMeta+a')
  await press('a')
  await page.waitForFunction(
    () => !document.querySelector('[data-state="unassessed"]') && document.querySelector('[data-state="unbalanced"]'),
    null,
    { timeout: 120_000 },
  )
  await press('Shift+c')
  await page.locator('.culling-name').waitFor()
  const begin = keys
  for (let shown = ''; !(await page.locator('.culling-done').isVisible());) {
    const name = await page.waitForFunction((last) => {
      const now = document.querySelector('.culling-name')?.textContent ?? null
      return document.querySelector('.culling-done') ? 'done' : now !== last && now
    }, shown)
    shown = String(await name.jsonValue())
    if (shown === 'done') break
    const word = wanted.get(shown)
    if (word === undefined) throw new Error(`Nothing is known of ${shown}.`)
    await press(KEY[word])
  }
  return { begin, words: keys - begin }
}

async function mistakes(library: string): Promise<readonly string[]> {
  const said = new Map<string, string>()
  for (const actor of await readdir(join(library, 'actors'))) {
    const text = await readFile(join(library, 'actors', actor, 'training_data/manifest.json'), 'utf8').catch(() => NONE)
    for (const { filename, type, classified_by, verdict } of Manifest.parse(JSON.parse(text)).images) {
      if (classified_by === 'human') said.set(filename, verdict === 'reject' ? 'rejected' : (type ?? 'none'))
    }
  }
  return [...wanted].flatMap(([filename, word]) =>
    said.get(filename) === word ? [] : [`${filename}: ${said.get(filename) ?? 'nothing said'}`],
  )
}

/** Counts the keys needed to sort the labelled actors by hand, and checks that all of them are sorted then. */
export const sorting = {
  name: 'sorting',
  async run(say: (line: string) => void, { pictures }: BenchOptions): Promise<void> {
    if (wanted.size === 0) {
      say(`skipped: the labelled images are not at ${DATA}`)
      return
    }
    await sayActions(say, pictures)
    ensureBuilt()
    await using folder = await temporaryFolder()
    const library = join(folder.path, 'library')
    const configDir = join(folder.path, 'config')
    await mkdir(configDir)
    await cp(join(DATA, 'actors'), join(library, 'actors'), { recursive: true })
    const browser = await launchBrowser()
    try {
      const app = await startInBrowser(browser, { library, configDir })
      app.page.setDefaultTimeout(60_000)
      await app.page.locator('[data-filename]').first().waitFor()
      const { begin, words } = await sortAll(app.page)
      say(`${begin} keys to assess everything and begin, ${words} to sort ${wanted.size} images`)
      // Keys are pressed faster than by any person, so the last decisions may not be on disk yet.
      for (const until = Date.now() + PATIENCE_MS; Date.now() < until && (await mistakes(library)).length > 0;)
        await sleep(200)
      await app.close()
    } finally {
      await browser.close()
    }
    const wrong = await mistakes(library)
    say(
      `${wrong.length} of ${wanted.size} sorted otherwise than by a person's eye${wrong.length > 0 ? `: ${wrong.join(', ')}` : ''}`,
    )
  },
}
