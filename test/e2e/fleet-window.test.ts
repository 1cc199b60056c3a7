import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { readManifest } from '../../src/main/domain/read-manifest.ts'
import { readStoredManifest } from '../../src/main/fleet/store/check-out.ts'
import { openShared } from '../../src/main/fleet/store/open-shared.ts'
import { complaintsOf } from '../support/accessible.ts'
import { type RunningApp, startInBrowser } from '../support/app.ts'
import { type Cluster, startCluster, type Worker } from '../support/fleet-cluster.ts'
import { startJourney } from '../support/journey.ts'
import { temporaryFolder } from '../support/library.ts'
import { takePictures } from '../support/pictures.ts'
import { noPostgres } from '../support/postgres/server.ts'
import { CEPH_NEEDS } from '../support/s3/ceph.ts'
import { missing } from '../support/s3/packages.ts'

const why = (await noPostgres()) ?? (await missing(CEPH_NEEDS))
if (why !== null) console.warn(`SKIPPED: the library of a fleet in the window: PostgreSQL or Ceph ${why}`)

const WAIT = { timeout: 60_000, interval: 50 }
const { cleanup, browser } = startJourney()
let cluster: Cluster
let app: RunningApp
let worker: Worker
const page = () => app.page

beforeAll(async () => {
  if (why !== null) return
  cluster = await startCluster(3, 100)
  const configDir = join(cleanup.use(await temporaryFolder()).path, 'config')
  app = await startInBrowser(browser(), { library: cluster.store.url, configDir, env: cluster.env })
  page().setDefaultTimeout(60_000)
}, 120_000)
afterAll(async () => {
  await app?.close()
  await cluster?.[Symbol.asyncDispose]()
})

const row = (n: number) => page().locator(`.actor-row[data-actor-id="${cluster.fleet.actors[n]}"]`)
const bar = () => page().getByRole('region', { name: 'Plan', exact: true })
const dock = () => page().getByRole('contentinfo', { name: 'Runs' })
const statesOf = async () => (await cluster.control.status()).actors.map(({ state }) => state)

async function stored(actorId: string) {
  const found = await readStoredManifest(await openShared(cluster.store), actorId)
  return readManifest(found?.text ?? '[]', actorId).manifest.images
}

describe.skipIf(why !== null)(`the library of a fleet in the window${why === null ? '' : ` (${why})`}`, () => {
  test('Balance lets the fleet plan; its plan opens as any other, with its price, and waits for approval', async () => {
    await row(0).click()
    await page()
      .getByRole('button', { name: /^No workers running · \$0\.00/ })
      .waitFor()
    await page()
      .getByRole('button', { name: /^Balance(?! all)/ })
      .click()
    await page().getByText('Waiting: no worker of the fleet is running').first().waitFor()
    await takePictures(page(), 'library-no-workers')
    worker = cluster.worker('--actors', '2')
    await bar().getByText('The fleet plans this.').waitFor()
    await page()
      .getByRole('button', { name: /^1 worker · / })
      .waitFor()
    await bar()
      .getByText(/Generate \d+/)
      .waitFor()
    await bar()
      .getByText(/\$\d\.\d\d/)
      .waitFor()
    expect(await bar().getByText('since').count()).toBe(0)
    expect(await statesOf()).toEqual(['planned'])
    expect(await bar().getByRole('combobox').isDisabled()).toBe(true)
    await row(0).getByText('To approve', { exact: true }).waitFor()
    await takePictures(page(), 'library-planned')
    expect(await complaintsOf(page())).toEqual([])
  })

  test('what a person drags while a worker has the actor is in the manifest that the worker publishes', async () => {
    const [actorId = ''] = cluster.fleet.actors
    await bar().getByRole('button', { name: 'Approve' }).click()
    await expect.poll(() => cluster.replicate.stats().requests.create, WAIT).toBeGreaterThan(0)
    worker.kill('SIGSTOP')
    expect(await statesOf()).toEqual(['approved'])
    await row(0).getByText('Running', { exact: true }).waitFor()
    await dock().getByText(`Fleet: Balancing ${actorId}`).waitFor()
    await takePictures(page(), 'library-running')
    const dragged = page().locator('[data-lane="photorealistic"] [data-filename]').first()
    const filename = (await dragged.getAttribute('data-filename')) ?? ''
    await dragged.dragTo(page().locator('[data-lane="color_stylized"]'))
    await page().locator(`[data-lane="color_stylized"] [data-filename="${filename}"]`).waitFor()
    const entry = async () => (await stored(actorId)).find((image) => image.filename === filename)
    await expect.poll(entry, WAIT).toMatchObject({ type: 'color_stylized', classified_by: 'human' })
    expect(await statesOf()).toEqual(['approved'])
    const before = (await stored(actorId)).length
    worker.kill('SIGCONT')
    await expect.poll(statesOf, WAIT).toEqual(['done'])
    expect(await entry()).toMatchObject({ type: 'color_stylized', classified_by: 'human' })
    const images = await stored(actorId)
    const made = images.filter((image) => image.source === 'generated')
    expect(made.length).toBeGreaterThan(0)
    expect(images.length).not.toBe(before - made.length)
    // The new images and the dragged image appear without any action.
    await page().locator(`[data-filename="${made[0]?.filename}"]`).waitFor()
    expect(await page().locator(`[data-lane="color_stylized"] [data-filename="${filename}"]`).count()).toBe(1)
  })

  test('the history and the dock say what the fleet did; many are approved at once, paused, resumed and finished', async () => {
    const { actors } = cluster.fleet
    await dock()
      .getByText(/^Done|removed/)
      .first()
      .waitFor()
    await page().getByRole('button', { name: 'Show history' }).click()
    const history = page().getByRole('complementary', { name: 'History' })
    await history.getByText(/^Balance .*: \d+ removed, \d+ generated$/).waitFor()
    await history.getByText(/by the fleet$/).waitFor()
    await takePictures(page(), 'library-history')
    await page().keyboard.press('Escape')
    await page().getByRole('button', { name: 'Balance all' }).click()
    const sheet = page().getByRole('dialog', { name: 'Balance all' })
    await sheet.getByText('The fleet’s workers make one plan per actor').waitFor()
    // Plans arrive one by one, and approving early ones leaves the later ones waiting.
    const approve = sheet.getByRole('button', { name: `Approve ${actors.length - 1} actors` })
    await approve.waitFor()
    await expect.poll(() => approve.isEnabled(), WAIT).toBe(true)
    await takePictures(page(), 'library-balance-all')
    expect(await complaintsOf(page())).toEqual([])
    await approve.click()
    await dock().getByRole('button', { name: 'Pause' }).click()
    // Requested images are finished, whatever remains of the run.
    await page()
      .getByRole('button', { name: /^Fleet paused/ })
      .click()
    await page().getByRole('dialog', { name: 'Fleet' }).getByRole('button', { name: 'Resume' }).click()
    await page().keyboard.press('Escape')
    await expect
      .poll(async () => (await statesOf()).filter((state) => state === 'done').length, WAIT)
      .toBe(actors.length)
    const Spent = z.object({ budget: z.object({ spent_usd: z.number() }) })
    const { budget } = Spent.parse(await cluster.control.status())
    expect(budget.spent_usd).toBeCloseTo(cluster.replicate.stats().chargedUsd, 6)
    worker.kill('SIGINT')
    await worker.ended
    await page()
      .getByRole('button', { name: /^No workers running/ })
      .waitFor()
    expect(app.watch.complaints).toEqual([])
  })
})
