import { once } from 'node:events'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { ensureBuilt } from '../../scripts/build.ts'
import { launchBrowser, type Server, startServer } from '../support/app.ts'
import { runBuiltCli } from '../support/cli.ts'
import { fleetSize, predictionsOf, readSets, startFleetServices, visionChargedUsd } from '../support/fleet-services.ts'
import { randomOf, writeFleet } from '../support/fleet.ts'
import { temporaryFolder } from '../support/library.ts'
import { takePictures } from '../support/pictures.ts'

const KILLS_PLANNING = 1
const KILLS_RUNNING = 4
const LONG = { timeout: 300_000 }
/** Amounts are shown to the cent. */
const CENT = 0.01

const cleanup = new AsyncDisposableStack()
beforeAll(ensureBuilt)
afterAll(() => cleanup.disposeAsync())

/** Opens the app in a browser, with a function to kill and restart it at any moment. */
async function openApp(library: string, configDir: string, env: Readonly<Record<string, string>>) {
  const browser = await launchBrowser()
  cleanup.defer(() => browser.close())
  const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage()
  page.setDefaultTimeout(120_000)
  let server: Server
  const start = async (): Promise<void> => {
    server = await startServer({ library, configDir, env })
    await page.goto(server.url)
  }
  await start()
  cleanup.defer(async () => void (await server.stop()))
  return {
    page,
    stop: () => server.stop(),
    /** Kills the app during its work; the window reports it, and the next start shows what is left. */
    async killAndRestart() {
      server.child.kill('SIGKILL')
      await once(server.child, 'exit')
      await page.locator('.dock-down').waitFor()
      await start()
    },
  }
}

const dock = (page: Page) => page.getByRole('contentinfo', { name: 'Runs' })

/** Opens the sheet, which requests missing plans, and agrees to the price of assessing. */
async function planAll(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Balance all/ }).click()
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Assess now/ })
    .click()
}

const Line = /(\d[\d,]*) of (\d[\d,]*)(?: · (.+) left)? · \$(\d+\.\d\d) of \$(\d+\.\d\d)/

/** Returns the status line of the current run, once it shows the remaining time. */
async function runLine(page: Page) {
  let found: RegExpExecArray | null = null
  const read = async () => (found = Line.exec((await dock(page).textContent()) ?? ''))?.[3]
  await expect.poll(read, LONG).toMatch(/\d/)
  const [, done, total, , spent, estimated] = found ?? []
  return { done: Number(done), total: Number(total), spentUsd: Number(spent), estimatedUsd: Number(estimated) }
}

/** A paused run finishes its requested images and is not interrupted. */
async function pauseAndResume(page: Page): Promise<void> {
  await dock(page).getByRole('button', { name: 'Pause' }).click()
  await expect.poll(() => dock(page).textContent(), LONG).toMatch(/Stopped(?! after)/)
  await dock(page).getByRole('button', { name: 'Resume' }).click()
  await dock(page).getByRole('button', { name: 'Pause' }).waitFor(LONG)
}

test('Balance all over a large library: throttled, broken off, killed five times, paid for once', LONG, async () => {
  const seed = Number(process.env['EVENCAST_SEED'] ?? Date.now() % 100_000)
  console.log(`EVENCAST_SEED=${seed}`)
  const random = randomOf(seed)
  const folder = cleanup.use(await temporaryFolder())
  const [root, configDir] = [join(folder.path, 'library'), join(folder.path, 'config')]
  const services = cleanup.use(await startFleetServices({ configDir, latencyMs: 200, concurrency: 4, troubled: true }))
  const { openai, replicate, env } = services
  // One set of each kind.
  const fleet = await writeFleet(root, fleetSize(6))
  const billUsd = Math.round(fleet.missing * 4) / 100
  replicate.fail({ on: 'ending', ending: 'moderation', skip: Math.floor(fleet.missing / 2) })
  const app = await openApp(root, configDir, env)
  const { page } = app

  // Kill the app during planning.
  await planAll(page)
  for (let kill = 0; kill < KILLS_PLANNING; kill++) {
    const moment = Math.ceil((0.2 + 0.6 * random()) * fleet.actors.length)
    await expect.poll(() => openai.stats().requests, LONG).toBeGreaterThanOrEqual(moment)
    await takePictures(page, 'fleet-planning')
    await app.killAndRestart()
    await planAll(page)
  }
  const sheet = page.getByRole('dialog')
  const start = sheet.getByRole('button', { name: /^Start \d+ actors?$/ })
  await expect.poll(() => start.isEnabled(), LONG).toBe(true)
  const totals = () => sheet.locator('.plan-totals').textContent()
  await expect.poll(totals, LONG).toContain(`${fleet.missing}to generate`)
  const costUsd = Number(/\$(\d+\.\d\d)cost/.exec((await totals()) ?? '')?.[1])
  expect(costUsd, 'the pictures and their checks').toBeGreaterThan(billUsd)
  expect(costUsd).toBeLessThan(billUsd * 1.5)
  await takePictures(page, 'fleet-planned')
  expect(replicate.stats().predictionIds).toEqual([])

  // One confirmation, then four kills.
  await start.click()
  const steps = { done: 0, total: 0 }
  const assessedUsd = visionChargedUsd(services)
  const checkedUsd = () => visionChargedUsd(services) - assessedUsd
  for (let kill = 0; kill < KILLS_RUNNING; kill++) {
    const share = (kill + 0.2 + 0.7 * random()) / (KILLS_RUNNING + 0.5)
    await expect
      .poll(() => replicate.stats().predictionIds.length, { ...LONG, interval: 10 })
      .toBeGreaterThanOrEqual(Math.ceil(share * fleet.missing))
    const line = await runLine(page)
    expect(line.estimatedUsd).toBe(costUsd)
    expect(line.spentUsd).toBeLessThanOrEqual(billUsd + checkedUsd() + CENT)
    expect(line.done).toBeGreaterThanOrEqual(steps.done)
    Object.assign(steps, line)
    await takePictures(page, `fleet-running-${kill + 1}`)
    if (kill === 1) await pauseAndResume(page)
    await app.killAndRestart()
    await expect.poll(() => dock(page).textContent(), LONG).toContain('Stopped')
    if (kill === 0) await takePictures(page, 'fleet-stopped')
    await dock(page).getByRole('button', { name: 'Resume' }).click()
  }
  const retry = dock(page).getByRole('button', { name: 'Retry failed' })
  await retry.waitFor(LONG)
  // The refused request. A request that a kill interrupted before it was sent also waits for a person's confirmation.
  expect(await dock(page).textContent()).toMatch(/[1-5] steps? failed/)
  await takePictures(page, 'fleet-failed')
  await retry.click()
  await expect.poll(() => dock(page).textContent(), LONG).toContain(`${fleet.missing} generated`)
  // Every actor has its target mix, so an actor is unbalanced only because of its images' issues.
  await page.getByText(`of ${fleet.actors.length} balanced`).first().waitFor(LONG)
  await expect.poll(() => dock(page).textContent(), LONG).not.toMatch(/not finished|failed/)
  await dock(page).getByRole('button', { name: 'Show runs' }).click()
  await takePictures(page, 'fleet-done')
  const shown = /\$(\d+\.\d\d)/.exec((await page.locator('[data-run-id]').first().textContent()) ?? '')
  const spentUsd = Number(shown?.[1])
  // Checks that were paid for while the app was killed are not counted.
  expect(spentUsd).toBeGreaterThanOrEqual(billUsd)
  expect(spentUsd).toBeLessThanOrEqual(billUsd + checkedUsd() + CENT)
  await app.stop()

  const sets = await readSets(root, fleet.actors)
  const odd = sets.filter(
    ({ counts }) => [counts.photorealistic, counts.bw_stylized, counts.color_stylized].join('/') !== '13/4/3',
  )
  expect(odd).toEqual([])
  const { paidIds, perPicture, violations } = replicate.stats()
  expect(predictionsOf(sets)).toEqual(paidIds.toSorted())
  expect([paidIds.length, Math.max(...perPicture.values()), violations]).toEqual([fleet.missing, 1, []])
  const verified = await runBuiltCli(['verify', root, '--json'], { configDir, env })
  expect(z.unknown().parse(JSON.parse(verified.stdout))).toMatchObject({ ok: true, findings: [] })
})
