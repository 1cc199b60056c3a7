import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createJournal } from '../../../src/main/runs/journal.ts'
import {
  addActor,
  imagesOf,
  openJournalDatabase,
  predictionsOf,
  readManifestOf,
  snapshotOf,
  trashOf,
} from '../../support/run-library.ts'

const CHILD = join(import.meta.dirname, '../../support/run-child.ts')

let root: string
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'evencast-killed-'))
  await addActor(root, 'ann', 6, true)
  await addActor(root, 'bob', 4, false)
})
afterEach(() => rm(root, { recursive: true, force: true }))

/** Runs the process, which kills itself at that operation if it gets there. Returns true when it was killed. */
async function killed(task: string, killAt: number): Promise<boolean> {
  const child = spawn(process.execPath, [CHILD, root, task, String(killAt)], { stdio: ['ignore', 'ignore', 'pipe'] })
  let complaints = ''
  child.stderr.on('data', (chunk: Buffer) => (complaints += chunk.toString()))
  const [code, signal] = (await once(child, 'exit')) as [number | null, string | null]
  if (code !== 0 && signal !== 'SIGKILL') throw new Error(complaints)
  return signal === 'SIGKILL'
}

/** Kills the process at each of these operations in turn, then lets it finish. */
async function killedAgainAndAgain(task: string, killAt: readonly number[]): Promise<void> {
  for (const k of killAt) expect(await killed(task, k)).toBe(true)
  expect(await killed(task, Number.POSITIVE_INFINITY)).toBe(false)
}

/** The test's own ports may leave temporary files; Evencast leaves none. */
const ofActors = async (): Promise<Record<string, string>> =>
  Object.fromEntries(Object.entries(await snapshotOf(root)).filter(([path]) => !/\.(tmp|part)$/.test(path)))

test(
  'a process killed with SIGKILL while it carries out a run, then while it takes it back, loses and repeats nothing',
  { timeout: 90_000 },
  async () => {
    const before = await ofActors()
    await killedAgainAndAgain('run', [10, 25, 50, 75, 33])

    const [run] = createJournal(openJournalDatabase(root)).runs.list()
    expect(run).toMatchObject({ state: 'done', deleted: 5, generated: 12, failed: 0, costUsd: expect.closeTo(0.48, 9) })
    expect(await predictionsOf(root)).toHaveLength(12)
    expect(await imagesOf(root, 'ann')).toHaveLength(9)
    expect(await imagesOf(root, 'bob')).toHaveLength(8)
    for (const actorId of ['ann', 'bob']) {
      const { images } = await readManifestOf(root, actorId)
      expect(new Set(images.map((image) => image.filename))).toEqual(new Set(await imagesOf(root, actorId)))
    }
    const trash = [...(await trashOf(root)).values()].map(({ filename, bytes }) => [filename, bytes.toString()])
    expect(trash).toHaveLength(5)
    expect(Object.fromEntries(trash)).toMatchObject({ 'ann_1.jpg': 'ann 1', 'bob_2.jpg': 'bob 2' })

    await killedAgainAndAgain('undo', [5, 20, 31])
    expect(await ofActors()).toEqual(before)
    expect(await readdir(join(root, 'actors', 'bob'))).not.toContain('manifest.json')
    expect((await trashOf(root)).size).toBe(12)
  },
)
