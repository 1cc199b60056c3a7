import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { FleetView } from '../../src/main/contract/fleet.ts'
import { watchFleet } from '../../src/main/fleet/watch.ts'
import { connect, type Database } from '../../src/main/fleet/ledger/connect.ts'
import { SCHEMA } from '../../src/main/fleet/ledger/schema.ts'
import { complaintsOf } from '../support/accessible.ts'
import { HOSTS } from '../support/app.ts'
import { startJourney } from '../support/journey.ts'
import { temporaryFolder, writeLibrary } from '../support/library.ts'
import { takePictures } from '../support/pictures.ts'
import { noPostgres, type Postgres, startPostgres } from '../support/postgres/server.ts'

const why = await noPostgres()
if (why !== null) console.warn(`SKIPPED: a fleet in the window: PostgreSQL ${why}`)

const { cleanup, browser } = startJourney()
let postgres: Postgres
beforeAll(async () => {
  if (why === null) postgres = await startPostgres()
})
afterAll(async () => {
  await postgres?.stop()
})

const STATES = ['planned', 'planned', 'planned', 'approved', 'stopped', 'done', 'failed', 'waiting']

/** Writes the rows of a fleet at work, as its workers would. */
async function atWork(db: Database): Promise<void> {
  await db.run(SCHEMA)
  const settings = JSON.stringify({ generator: 'local' })
  await db.run(`INSERT INTO fleet (store, settings) VALUES ('s3://studio/sets', $1)`, [settings]).catch(() => {})
  await db.run('INSERT INTO fleet_runs (approve) VALUES (false)')
  await db.run(
    `INSERT INTO fleet_actors (run_id, actor_id, state, owner, plan, deletions, generations, estimated, note)
     SELECT 1, 'actor_' || n, s, CASE WHEN s = 'approved' THEN 'render-2-4711' END, '{"of":' || n || '}', 2, 7, 280000,
       CASE s WHEN 'failed' THEN 'actor_7_3.jpg is damaged.' WHEN 'stopped' THEN 'The fleet has reached its budget of $20.00.' END
     FROM unnest($1::text[]) WITH ORDINALITY AS t (s, n)`,
    [STATES],
  )
  await db.run(`INSERT INTO fleet_workers (worker_id, host, pid, actors) VALUES ('render-2-4711', 'render-2', 4711, 1)`)
  await db.run('UPDATE fleet_budget SET limit_usd = 20e6, spent = 12.4e6, reserved = 0.08e6')
}

describe.skipIf(why !== null).each(HOSTS)('a fleet in the window of the %s', (host, start) => {
  test('shows what its workers do and cost as it changes, and takes approvals and a limit', async () => {
    const folder = cleanup.use(await temporaryFolder()).path
    const library = join(folder, 'library')
    await writeLibrary(library, { actors: ['alice'], images: 1 })
    const address = await postgres.database()
    await using stack = new AsyncDisposableStack()
    const db = await connect(address, 2)
    stack.defer(() => db.close())
    await atWork(db)
    const app = await start(browser(), { library, configDir: join(folder, 'config') })
    stack.defer(() => app.close())
    const { page } = app
    page.setDefaultTimeout(30_000)
    await page.getByText('alice', { exact: true }).first().waitFor()
    const menu = page.getByRole('button', { name: /^Library:/ })
    await menu.click()
    expect(await page.getByRole('menuitem', { name: 'Fleet…' }).count()).toBe(0)
    await page.getByRole('menuitem', { name: 'Settings' }).click()
    const service = page.locator('[data-service="fleet"]')
    await service.locator('summary').click()
    const field = service.locator('[data-secret="EVENCAST_FLEET"] input')
    await field.fill('postgres://evencast:secret@db.example.com/studio')
    await page.keyboard.press('Enter')
    await service.getByText('db.example.com would be sent its password without encryption').waitFor()
    await service.scrollIntoViewIfNeeded()
    await takePictures(page, `fleet-address-refused-${host}`)
    await field.fill(address)
    await page.keyboard.press('Enter')
    await service.getByText(`Stored, ${new URL(address).host}`).waitFor()
    await service.getByRole('button', { name: 'Test connection' }).click()
    await service.getByText('PostgreSQL answers; the fleet works on s3://studio/sets.').waitFor()
    await takePictures(page, `fleet-address-${host}`)
    expect(await complaintsOf(page)).toEqual([])
    await page.keyboard.press('Escape')
    await menu.click()
    await page.getByRole('menuitem', { name: 'Fleet…' }).click()
    const dialog = page.getByRole('dialog', { name: 'Fleet' })
    await dialog.getByText('$12.40', { exact: true }).waitFor()
    expect(await dialog.getByRole('listitem').count()).toBe(STATES.length)
    await takePictures(page, `workers-${host}`)
    await page.setViewportSize({ width: 1024, height: 700 })
    expect(await complaintsOf(page)).toEqual([])
    await page.setViewportSize({ width: 1440, height: 900 })

    const stateOf = async () =>
      db.forJobs
        .executeSql(`SELECT string_agg(state, ' ' ORDER BY actor_id) AS states FROM fleet_actors`)
        .then(({ rows: [row] }) => row)
    await dialog.getByRole('button', { name: 'Approve the plan of actor_2' }).click()
    await dialog.getByRole('button', { name: 'Approve all 2 plans' }).waitFor()
    await dialog.getByRole('checkbox', { name: 'Select actor_1' }).check()
    await dialog.getByRole('checkbox', { name: 'Select actor_3' }).check()
    await dialog.getByRole('button', { name: 'Approve 2 plans' }).waitFor()
    await dialog.getByRole('checkbox', { name: 'Select actor_1' }).uncheck()
    await dialog.getByRole('button', { name: 'Approve 1 plan' }).waitFor()
    // A tick applies only to the plan that was shown, not to its replacement.
    await dialog.getByRole('checkbox', { name: 'Select actor_1' }).check()
    await dialog.getByRole('button', { name: 'Approve 2 plans' }).waitFor()
    await db.run(
      `UPDATE fleet_actors SET plan = '{"more":true}', generations = 9, changed_at = now() WHERE actor_id = 'actor_1'`,
    )
    await dialog.getByText('Generate 9').waitFor()
    expect(await dialog.getByRole('checkbox', { name: 'Select actor_1' }).isChecked()).toBe(false)
    await dialog.getByRole('button', { name: 'Approve 1 plan' }).click()
    await expect.poll(stateOf).toEqual({ states: 'planned approved approved approved stopped done failed waiting' })

    // A worker's progress appears without reloading.
    await db.run(`UPDATE fleet_actors SET state = 'done', owner = NULL, changed_at = now() WHERE actor_id = 'actor_4'`)
    await db.run('UPDATE fleet_budget SET spent = 12.44e6')
    await dialog.getByText('Done 2').waitFor()
    await dialog.getByText('$12.44', { exact: true }).waitFor()

    await dialog.getByRole('spinbutton', { name: 'Limit in dollars' }).fill('30')
    await page.keyboard.press('Enter')
    await dialog.getByText('of $30.00').waitFor()
    await dialog.getByRole('button', { name: 'Resume 1 stopped actor' }).click()
    await dialog.getByRole('button', { name: 'Pause' }).click()
    await dialog.getByText('Paused: no images are requested.').waitFor()
    await dialog.getByRole('button', { name: 'Cancel…' }).click()
    await dialog.getByRole('button', { name: 'Cancel 5 actors' }).click()
    await dialog.getByText('Cancelled 5').waitFor()
    expect(await stateOf()).toEqual({
      states: 'cancelled cancelled cancelled done cancelled done failed cancelled',
    })

    // The events, newest first, and who caused each.
    const toggle = dialog.getByRole('button', { name: 'Activity' })
    await toggle.click()
    const activity = dialog.getByRole('region', { name: 'Activity' })
    await activity.getByText('Worker started').waitFor()
    const told = await activity.getByRole('listitem').locator('span:first-of-type').allInnerTexts()
    expect(told.map((text) => text.replaceAll('\u200B', ''))).toEqual([
      '5 actors: cancelled',
      'Fleet paused',
      'actor_5: resumed',
      'Limit set to $30.00',
      'actor_4: done',
      'actor_3: approved',
      'actor_2: approved',
      'Limit set to $20.00',
      'Worker started',
      '8 actors: started',
    ])
    await takePictures(page, `workers-activity-${host}`)
    expect(await complaintsOf(page)).toEqual([])
    await dialog.getByRole('searchbox', { name: 'Find actor' }).fill('actor_5')
    await expect.poll(() => activity.getByRole('listitem').count()).toBe(1)
    await dialog.getByRole('searchbox', { name: 'Find actor' }).fill('')
    await toggle.click()

    // A studio's fleet: every row can be reached by scrolling, by name and by state.
    await db.run(
      `INSERT INTO fleet_actors (run_id, actor_id, state) SELECT 1, 'more_' || n, 'done' FROM generate_series(1, 5000) AS n`,
    )
    await dialog.getByText('Done 5,002').waitFor()
    await dialog.getByRole('region', { name: 'Actors' }).focus()
    await page.keyboard.press('End')
    await dialog.getByText('more_5000', { exact: true }).waitFor()
    expect(await dialog.getByRole('listitem').count()).toBeLessThan(60)
    await takePictures(page, `workers-many-${host}`)
    expect(await complaintsOf(page)).toEqual([])
    await dialog.getByRole('searchbox', { name: 'Find actor' }).fill('more_4321')
    await expect.poll(() => dialog.getByRole('listitem').count()).toBe(1)
    await dialog.getByRole('searchbox', { name: 'Find actor' }).fill('')
    await dialog.getByRole('radio', { name: 'Failed 1' }).check()
    await expect.poll(() => dialog.getByRole('listitem').allInnerTexts()).toEqual([expect.stringContaining('actor_7')])
    // Complaints other than those about the refused address.
    const others = app.watch.complaints.filter((text) => !/secrets\/set 400|400 \(Bad Request\)/.test(text))
    expect(others).toEqual([])
  })
})

test.skipIf(why !== null)(
  'whoever watches a fleet gets at most ten views a second, and then only what changed',
  async () => {
    const address = await postgres.database()
    await using stack = new AsyncDisposableStack()
    const db = await connect(address, 2)
    stack.defer(() => db.close())
    await atWork(db)
    const ending = new AbortController()
    const views = watchFleet(address, ending.signal)
    const next = async (): Promise<FleetView> => (await views.next()).value
    expect((await next()).actors).toHaveLength(STATES.length)
    const began = performance.now()
    for (let n = 1; n <= 5; n++) {
      await db.run('UPDATE fleet_actors SET deletions = $1, changed_at = now() WHERE actor_id = $2', [n, 'actor_2'])
      await db.run('NOTIFY fleet_changed')
      await expect
        .poll(async () => (await next()).actors.find(({ actorId }) => actorId === 'actor_2')?.deletions)
        .toBe(n)
    }
    expect(performance.now() - began).toBeGreaterThan(450)
    ending.abort()
    await views.return(undefined)
  },
)
