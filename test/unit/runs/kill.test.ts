import { cp, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import fc from 'fast-check'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { createJournal } from '../../../src/main/runs/journal.ts'
import { createRunner } from '../../../src/main/runs/runner.ts'
import type { Runner } from '../../../src/main/runs/runner-types.ts'
import { createFuse, type Fuse } from '../../support/fuse.ts'
import {
  addActor,
  createPorts,
  createService,
  describeActor,
  imagesOf,
  openJournalDatabase,
  planFor,
  predictionsOf,
  readManifestOf,
  sha256,
  snapshotOf,
  trashOf,
} from '../../support/run-library.ts'

const ACTORS = ['ann', 'bob', 'cleo']
const NEVER = Number.POSITIVE_INFINITY
const roots: string[] = []
/** Copied for every life: before the run, and after it. */
const templates = { fresh: '', done: '' }

const emptyRoot = (): Promise<string> => mkdtemp(join(tmpdir(), 'evencast-kill-'))

beforeAll(async () => {
  templates.fresh = await emptyRoot()
  await addActor(templates.fresh, 'ann', 4, true)
  await addActor(templates.fresh, 'bob', 2, false)
  await addActor(templates.fresh, 'cleo', 2, true)
  templates.done = await emptyRoot()
  await cp(templates.fresh, templates.done, { recursive: true })
  // SQLite may checkpoint an open database while its files are copied.
  const db = openJournalDatabase(templates.done)
  await start(open(templates.done, createFuse(NEVER), db), templates.done)
  db.close()
})
afterAll(async () => {
  for (const root of Object.values(templates)) await rm(root, { recursive: true, force: true })
})
afterEach(async () => {
  for (const root of roots.splice(0)) await rm(root, { recursive: true, force: true })
})

async function library(template: keyof typeof templates): Promise<string> {
  const root = await emptyRoot()
  roots.push(root)
  await cp(templates[template], root, { recursive: true })
  return root
}

/** Returns every file of the actors, by path in the library. */
const contents = async (root: string): Promise<Record<string, string>> =>
  Object.fromEntries(Object.entries(await snapshotOf(root)).map(([path, text]) => [relative(root, path), text]))

/** Opens the library as a process does, with its own connection, ports and runner. */
function open(root: string, fuse: Fuse, db = openJournalDatabase(root)): Runner {
  return createRunner({
    journal: fuse.journal(createJournal(db)),
    ports: fuse.ports(createPorts(root, createService(root))),
    now: () => new Date(),
    onRun: () => {},
  })
}

/** Resolves when the work is done or the process has died. */
async function live(fuse: Fuse, work: Promise<unknown>): Promise<void> {
  const outcome = work.catch((error: unknown) => {
    if (!fuse.blown) throw error
  })
  await Promise.race([outcome, fuse.dead])
  if (fuse.blown) await fuse.dead
}

const start = async (runner: Runner, root: string): Promise<void> => {
  const plans = [
    await planFor(root, 'ann', [2, 3], 2),
    await planFor(root, 'bob', [1], 1),
    await planFor(root, 'cleo', [], 0),
  ]
  const { runId } = await runner.start({ plans, generator: 'service', concurrency: 2 })
  await runner.finished(runId)
}

/** Does what a person does after a crash: opens the library again and resumes the run, or starts it if it was never begun. */
async function comeBack(runner: Runner, root: string): Promise<void> {
  expect(await runner.recover()).toEqual([])
  const [run] = runner.list()
  if (!run) return start(runner, root)
  if (run.state !== 'interrupted') return
  await runner.resume(run.runId)
  await runner.finished(run.runId)
}

async function expectCarriedOut(root: string, before: Record<string, string>, runner: Runner): Promise<void> {
  const run = runner.list()[0]!
  expect(run).toMatchObject({ state: 'done', deleted: 3, generated: 3, done: 6, total: 6, failures: [] })
  expect(run.costUsd).toBeCloseTo(0.12, 9)
  expect(await predictionsOf(root)).toHaveLength(3)
  expect(runner.list()).toHaveLength(1)

  const trash = [...(await trashOf(root)).values()].map(({ filename, bytes }) => [filename, bytes.toString()])
  expect(trash).toHaveLength(3)
  expect(Object.fromEntries(trash)).toEqual({ 'ann_2.jpg': 'ann 2', 'ann_3.jpg': 'ann 3', 'bob_1.jpg': 'bob 1' })
  for (const actorId of ACTORS) {
    const files = await imagesOf(root, actorId)
    const { images } = await readManifestOf(root, actorId)
    expect(images.map((image) => image.filename).toSorted()).toEqual(files)
    for (const image of images) {
      const bytes = await readFile(join(root, 'actors', actorId, image.filename))
      expect(image).toMatchObject({ sha256: sha256(bytes), bytes: bytes.length, width: 8, height: 8 })
      expect(image.type).toMatch(/photorealistic|bw_stylized/)
      expect(before[join('actors', actorId, image.filename)] === undefined).toBe(image.source === 'generated')
    }
  }
  expect(await imagesOf(root, 'ann')).toHaveLength(4)
  expect(await imagesOf(root, 'bob')).toHaveLength(2)
  const ann = await readManifestOf(root, 'ann')
  expect(ann).toMatchObject({
    owner: 'someone',
    images: expect.arrayContaining([expect.objectContaining({ note: 'mine' })]),
  })
}

/** Runs `life` with a fuse for every number of operations until it no longer blows. Returns how many lives that took. */
async function forEveryKill(life: (fuse: Fuse) => Promise<void>): Promise<number> {
  for (let k = 1; ; k++) {
    const fuse = createFuse(k)
    await life(fuse)
    if (!fuse.blown) return k
  }
}

test(
  'a run killed at any operation is completed by the next start, and no image is paid for twice',
  { timeout: 300_000 },
  async () => {
    const lives = await forEveryKill(async (fuse) => {
      const root = await library('fresh')
      const before = await contents(root)
      await live(fuse, start(open(root, fuse), root))
      const next = open(root, createFuse(NEVER))
      await comeBack(next, root)
      await expectCarriedOut(root, before, next)
    })
    expect(lives).toBeGreaterThan(80)
  },
)

test(
  'an undo killed at any operation is completed by the next start, byte for byte',
  { timeout: 300_000 },
  async () => {
    const before = await contents(templates.fresh)
    const lives = await forEveryKill(async (fuse) => {
      const root = await library('done')
      const { runId } = open(root, createFuse(NEVER)).list()[0]!
      const made = (await Promise.all(ACTORS.map((id) => describeActor(root, id)))).flat()
      const generated = made.filter(({ filename }) => /_1\d\d\./.test(filename)).map((image) => image.sha256)

      await live(fuse, open(root, fuse).undo(runId))
      const next = open(root, createFuse(NEVER))
      expect(await next.recover()).toEqual([])
      if (next.get(runId).state !== 'undone') await next.undo(runId)

      expect(await contents(root)).toEqual(before)
      const trash = [...(await trashOf(root)).values()].map(({ bytes }) => sha256(bytes))
      expect(trash).toHaveLength(3)
      expect(new Set(trash)).toEqual(new Set(generated))
      expect(next.get(runId)).toMatchObject({ state: 'undone', undoable: false })
    })
    expect(lives).toBeGreaterThan(30)
  },
)

test(
  'doing a run again, killed at any operation, is finished by the next start, byte for byte and without a payment',
  { timeout: 300_000 },
  async () => {
    const [before, after] = [await contents(templates.fresh), await contents(templates.done)]
    const lives = await forEveryKill(async (fuse) => {
      const root = await library('done')
      const first = open(root, createFuse(NEVER))
      const { runId } = first.list()[0]!
      await first.undo(runId)

      await live(fuse, open(root, fuse).redo(runId))
      const next = open(root, createFuse(NEVER))
      expect(await next.recover()).toEqual([])
      if (next.get(runId).state !== 'done') await next.redo(runId)

      expect(await contents(root)).toEqual(after)
      expect(await predictionsOf(root)).toHaveLength(3)
      expect(next.get(runId)).toMatchObject({ state: 'done', undoable: true, costUsd: expect.closeTo(0.12, 9) })
      await next.undo(runId)
      expect(await contents(root)).toEqual(before)
    })
    expect(lives).toBeGreaterThan(30)
  },
)

test(
  'a run killed again and again, while recovering too, ends the same; undone at any point it leaves no trace',
  { timeout: 300_000 },
  async () => {
    const kills = fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 2, maxLength: 5 })
    await fc.assert(
      fc.asyncProperty(kills, fc.boolean(), async (blowAt, undo) => {
        const root = await library('fresh')
        const before = await contents(root)
        for (const [i, k] of blowAt.entries()) {
          const fuse = createFuse(k)
          const runner = open(root, fuse)
          await live(fuse, i === 0 ? start(runner, root) : comeBack(runner, root))
        }
        const last = open(root, createFuse(NEVER))
        if (!undo) {
          await comeBack(last, root)
          return expectCarriedOut(root, before, last)
        }
        await last.recover()
        for (const run of last.list()) await last.undo(run.runId)
        expect(await contents(root)).toEqual(before)
      }),
      { numRuns: Number(process.env['EVENCAST_KILLS'] ?? 20) },
    )
  },
)
