import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { RunView } from '../../../src/main/contract/views.ts'
import { EvencastError } from '../../../src/main/domain/error.ts'
import { GenerationError, type GenerationRequest } from '../../../src/main/domain/generation.ts'
import { type Manifest, upsertImage, writeManifest } from '../../../src/main/domain/manifest.ts'
import { createJournal } from '../../../src/main/runs/journal.ts'
import type { RunGenerator, RunPorts } from '../../../src/main/runs/ports.ts'
import { createRunner } from '../../../src/main/runs/runner.ts'
import type { Runner } from '../../../src/main/runs/runner-types.ts'
import {
  addActor,
  createPorts,
  imagesOf,
  openJournalDatabase,
  pictureOf,
  planFor,
  readManifestOf,
  snapshotOf,
} from '../../support/run-library.ts'

let root: string
const views: RunView[] = []

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'evencast-runs-'))
  views.length = 0
  await addActor(root, 'ann', 4, true)
  await addActor(root, 'bob', 3, false)
})
afterEach(() => rm(root, { recursive: true, force: true }))

type Answer = (request: GenerationRequest, hooks: Parameters<RunGenerator['generate']>[1]) => Promise<void> | void

/** Creates a generator that first does as the test says and records every request. */
function generatorThat(answer: Answer = () => {}, priceUsd = 0.04): RunGenerator & { asked: GenerationRequest[] } {
  const asked: GenerationRequest[] = []
  return {
    asked,
    name: 'test',
    model: 'test/model',
    lacks: () => null,
    secondsPerImage: 2,
    priceUsd: () => priceUsd,
    async generate(request, hooks) {
      return hooks.inTurn(async () => {
        asked.push(request)
        await answer(request, hooks)
        return pictureOf(request, { costUsd: priceUsd })
      })
    },
  }
}

function open(
  generator: RunGenerator = generatorThat(),
  change: (ports: RunPorts) => Partial<RunPorts> = () => ({}),
): Runner {
  const ports = createPorts(root, generator)
  return createRunner({
    journal: createJournal(openJournalDatabase(root)),
    ports: { ...ports, ...change(ports) },
    now: () => new Date(),
    onRun: (view) => views.push(view),
  })
}

async function run(
  runner: Runner,
  plans: readonly [actorId: string, deletions: readonly number[], generations: number][],
  options: object = {},
): Promise<RunView> {
  const made = await Promise.all(
    plans.map(([actorId, deletions, generations]) => planFor(root, actorId, deletions, generations)),
  )
  const { runId } = await runner.start({ plans: made, generator: 'test', ...options })
  return runner.finished(runId)
}

async function editByHand(actorId: string, change: (manifest: Manifest) => Manifest): Promise<void> {
  const file = join(root, 'actors', actorId, 'manifest.json')
  await writeFile(file, writeManifest(change(await readManifestOf(root, actorId))))
}

describe('a run', () => {
  test('deletes before it generates, lists everything and reports it', async () => {
    const runner = open()
    const view = await run(runner, [
      ['ann', [1, 2], 2],
      ['bob', [], 0],
    ])
    expect(view).toMatchObject({
      state: 'done',
      total: 4,
      done: 4,
      deleted: 2,
      generated: 2,
      undoable: true,
      endedAt: expect.any(String),
    })
    expect(runner.report(view.runId)).toEqual({
      run_id: view.runId,
      dry_run: false,
      cost_usd: expect.closeTo(0.08, 9),
      checks_usd: 0,
      seconds: expect.any(Number),
      actors: [
        {
          actor_id: 'ann',
          deleted: ['ann_1.jpg', 'ann_2.jpg'],
          generated: [
            { filename: 'ann_101.jpg', type: 'bw_stylized' },
            { filename: 'ann_102.jpg', type: 'bw_stylized' },
          ],
          failed: [],
        },
        { actor_id: 'bob', deleted: [], generated: [], failed: [] },
      ],
    })
    const ann = await readManifestOf(root, 'ann')
    expect(ann.images.find((image) => image.filename === 'ann_101.jpg')).toMatchObject({
      type: 'bw_stylized',
      source: 'generated',
      prompt: expect.stringMatching(/^Prompt [01]$/),
      prompt_id: expect.stringMatching(/^bw-[01]$/),
      model: 'test/model',
      seed: 101,
      cost_usd: 0.04,
      width: 8,
      height: 8,
    })
    // An actor without steps gets its manifest too.
    expect((await readManifestOf(root, 'bob')).images.map((image) => image.type)).toEqual(
      Array(3).fill('photorealistic'),
    )
    const item = JSON.parse(await readFile(join(root, 'trash', `${view.runId}-0`, 'item.json'), 'utf8')) as unknown
    expect(item).toMatchObject({
      reason: 'blur',
      runId: view.runId,
      entry: { filename: 'ann_1.jpg', note: 'mine', sha256: expect.any(String) },
    })
  })

  test('tells of its progress with an estimate, and of its end last', async () => {
    const view = await run(open(), [['ann', [1], 2]])
    expect(views[0]).toMatchObject({ state: 'running', total: 3, undoable: false, etaSeconds: expect.any(Number) })
    expect(views.at(-1)).toEqual(view)
    expect(view.runId).toMatch(/^\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ-[0-9a-f]{4}$/)
  })

  test('lasts from its start to its end, and no longer', async () => {
    let atMs = Date.parse('2026-11-29T10:00:00Z')
    const generator = generatorThat(() => void (atMs += 5000))
    const runner = createRunner({
      journal: createJournal(openJournalDatabase(root)),
      ports: createPorts(root, generator),
      now: () => new Date(atMs),
      onRun: () => {},
    })
    const { runId } = await run(runner, [['ann', [], 1]])
    atMs += 3_600_000
    expect(runner.get(runId).seconds).toBe(5)
  })

  test('leaves out what a person has skipped, and one kind of step if asked', async () => {
    const runner = open()
    const plan = await planFor(root, 'ann', [1, 2], 2)
    const [first, ...others] = plan.deletions
    const spared = { ...plan, deletions: [{ ...first!, skipped: true }, ...others] }
    const { runId } = await runner.start({ plans: [spared], generator: 'test', deleteOnly: true })
    await runner.finished(runId)
    expect(await imagesOf(root, 'ann')).toEqual(['ann_1.jpg', 'ann_3.jpg', 'ann_4.jpg'])
    expect(await run(runner, [['bob', [1], 1]], { generateOnly: true })).toMatchObject({ deleted: 0, generated: 1 })
  })

  test('never makes more images at once than it may, over all actors', async () => {
    let now = 0
    let most = 0
    const full = Promise.withResolvers<void>()
    const generator = generatorThat(async () => {
      most = Math.max(most, ++now)
      if (now === 3) full.resolve()
      // None ends before three are under way, and then a fourth has time to be noticed.
      await full.promise
      await new Promise((resolve) => setTimeout(resolve, 5))
      now--
    })
    await run(
      open(generator),
      [
        ['ann', [], 4],
        ['bob', [], 4],
      ],
      { concurrency: 3 },
    )
    expect(most).toBe(3)
  })

  test('refuses a second run while one is under way', async () => {
    const runner = open()
    const plans = [await planFor(root, 'ann', [1], 1)]
    const { runId } = await runner.start({ plans, generator: 'test' })
    await expect(runner.start({ plans, generator: 'test' })).rejects.toMatchObject({ code: 'CONFLICT' })
    await expect(runner.undo(runId)).rejects.toMatchObject({ code: 'CONFLICT' })
    await runner.finished(runId)
  })

  test('a start or resume that is refused leaves the limits of the run under way as they are', async () => {
    const free = Promise.withResolvers<void>()
    const allowed: (number | null)[] = []
    const runner = open(
      generatorThat(() => free.promise),
      (ports) => ({
        check: (image, request, checks) => {
          allowed.push(checks.limitUsd)
          return ports.check(image, request, checks)
        },
      }),
    )
    const plans = [await planFor(root, 'ann', [], 2)]
    const { runId } = await runner.start({ plans, generator: 'test', maxCostUsd: 1, checksLimitUsd: 0.5 })
    const others = [await planFor(root, 'bob', [], 1)]
    await expect(
      runner.start({ plans: others, generator: 'test', maxCostUsd: 0, checksLimitUsd: 0 }),
    ).rejects.toMatchObject({ code: 'CONFLICT' })
    for (const how of ['resume', 'retryFailed'] as const)
      await expect(runner[how](runId, { maxCostUsd: 0, checksLimitUsd: 0 })).rejects.toMatchObject({ code: 'CONFLICT' })
    free.resolve()
    expect(await runner.finished(runId)).toMatchObject({ state: 'done', generated: 2 })
    expect(allowed).toEqual([0.5, 0.5])
  })

  test('touches nothing of an actor whose plan is stale, and goes on with the others', async () => {
    const plans = [await planFor(root, 'ann', [1], 1), await planFor(root, 'bob', [1], 0)]
    await writeFile(join(root, 'actors', 'ann', 'ann_9.jpg'), 'new')
    const before = await snapshotOf(root)
    const runner = open()
    const { runId } = await runner.start({ plans, generator: 'test' })
    const view = await runner.finished(runId)
    expect(view.state).toBe('failed')
    expect(view.failures.map((failure) => failure.step)).toEqual(['manifest', 'd:ann_1.jpg', 'g:0'])
    expect(view.failures[0]?.error).toContain('Plan it again')
    const after = await snapshotOf(root)
    for (const path of Object.keys(before).filter((path) => path.includes('/ann/')))
      expect(after[path]).toBe(before[path])
    expect(await imagesOf(root, 'bob')).toEqual(['bob_2.jpg', 'bob_3.jpg'])
  })

  test('spares an image that a person has sorted since, and passes over one that is gone', async () => {
    const gate = Promise.withResolvers<void>()
    const runner = open(generatorThat(), (ports) => ({
      files: {
        ...ports.files,
        async discard(item) {
          await gate.promise
          await ports.files.discard(item)
        },
      },
    }))
    const { runId } = await runner.start({ plans: [await planFor(root, 'ann', [2, 3, 4], 0)], generator: 'test' })
    while (!runner.get(runId).phase.includes('ann_2')) await new Promise((resolve) => setTimeout(resolve, 1))
    await editByHand('ann', (manifest) =>
      upsertImage(manifest, 'ann_3.jpg', { type: 'photorealistic', classified_by: 'human' }),
    )
    await rm(join(root, 'actors', 'ann', 'ann_4.jpg'))
    gate.resolve()
    expect(await runner.finished(runId)).toMatchObject({ state: 'done', done: 3, deleted: 1, failures: [] })
    expect(await imagesOf(root, 'ann')).toEqual(['ann_1.jpg', 'ann_3.jpg'])
    expect((await readManifestOf(root, 'ann')).images.map((image) => image.filename)).toEqual([
      'ann_1.jpg',
      'ann_3.jpg',
    ])
  })

  test('places an image under a new name when a file that is not ours has taken its own', async () => {
    const generator = generatorThat(() => writeFile(join(root, 'actors', 'ann', 'ann_101.jpg'), 'theirs'))
    await run(open(generator), [['ann', [], 1]])
    expect(await readFile(join(root, 'actors', 'ann', 'ann_101.jpg'), 'utf8')).toBe('theirs')
    expect(await imagesOf(root, 'ann')).toContain('ann_102.jpg')
  })
})

describe('an attempt that fails', () => {
  test('is made again with another seed, counts towards the bill, and gives up after four', async () => {
    const generator = generatorThat()
    const view = await run(
      open(generator, () => ({ check: async () => ({ ok: false, why: 'it is blank' }) })),
      [['ann', [], 1]],
    )
    expect(view).toMatchObject({ state: 'failed', generated: 0, failures: [{ actorId: 'ann', step: 'g:0' }] })
    expect(view.failures[0]?.error).toContain('it is blank')
    expect(view.costUsd).toBeCloseTo(0.16, 9)
    expect(generator.asked.map((request) => request.attempt)).toEqual([0, 1, 2, 3])
    expect(new Set(generator.asked.map((request) => request.seed)).size).toBe(4)
  })

  test('is not repeated when no other attempt can help, until asked to', async () => {
    let refuse = true
    const generator = generatorThat(() => {
      if (refuse) throw new GenerationError('The prompt was flagged.', { again: false, costUsd: 0 })
    })
    const runner = open(generator)
    const view = await run(runner, [
      ['ann', [], 1],
      ['bob', [1], 0],
    ])
    expect(view).toMatchObject({
      state: 'failed',
      deleted: 1,
      costUsd: 0,
      failures: [{ error: 'The prompt was flagged.' }],
    })
    expect(generator.asked).toHaveLength(1)
    refuse = false
    await runner.retryFailed(view.runId)
    expect(await runner.finished(view.runId)).toMatchObject({
      state: 'done',
      generated: 1,
      deleted: 1,
      failures: [],
      done: 2,
      total: 2,
    })
  })

  test('makes again what may have been paid for, since a person says so', async () => {
    const generator = generatorThat(({ mayRepeat }) => {
      if (mayRepeat !== true) throw new GenerationError('It may have been charged.', { again: false, isUnknown: true })
    })
    const runner = open(generator)
    const view = await run(runner, [['ann', [], 1]])
    expect(view).toMatchObject({ state: 'failed', failures: [{ error: 'It may have been charged.' }] })
    await runner.retryFailed(view.runId)
    expect(await runner.finished(view.runId)).toMatchObject({ state: 'done', generated: 1 })
    // The first request is looked up before it is repeated.
    expect(generator.asked.map(({ askedAt }) => askedAt === null)).toEqual([true, false])
  })

  test('is the only way to what may have been paid for: the rest of its plan is not begun again by itself', async () => {
    const generator = generatorThat(({ actorId, mayRepeat }) => {
      if (actorId === 'ann' && mayRepeat !== true)
        throw new GenerationError('It may have been charged.', { again: false, isUnknown: true })
    })
    const runner = open(generator)
    const { runId } = await run(runner, [
      ['ann', [], 1],
      ['bob', [], 1],
    ])
    const rest = { ...(await planFor(root, 'ann', [1], 1)), run_id: runId }
    const asked = generator.asked.length
    await expect(runner.start({ plans: [rest], generator: 'test' })).rejects.toThrow(/may have been charged/)
    expect(generator.asked).toHaveLength(asked)
    const another = { ...(await planFor(root, 'bob', [], 1)), run_id: runId }
    await runner.finished((await runner.start({ plans: [another], generator: 'test' })).runId)
    const deletions = await runner.start({ plans: [rest], generator: 'test', deleteOnly: true })
    expect(await runner.finished(deletions.runId)).toMatchObject({ state: 'done', deleted: 1 })
    // A new plan is the person's own decision, so its run may start.
    const made = await runner.start({ plans: [await planFor(root, 'ann', [], 1)], generator: 'test' })
    expect(await runner.finished(made.runId)).toMatchObject({ failures: [{ error: 'It may have been charged.' }] })
  })

  test('with a prediction that exists waits for that one', async () => {
    let broken = true
    const generator = generatorThat(async ({ externalId }, { onExternalId }) => {
      if (externalId === null) await onExternalId('p1')
      if (broken) throw new EvencastError('UPSTREAM', 'The connection broke.')
    })
    const runner = open(generator)
    const view = await run(runner, [['ann', [], 1]])
    expect(view).toMatchObject({ state: 'failed', costUsd: 0.04 })
    broken = false
    await runner.retryFailed(view.runId)
    expect(await runner.finished(view.runId)).toMatchObject({ state: 'done', costUsd: 0.04 })
    expect(generator.asked.map((request) => request.externalId)).toEqual([null, 'p1'])
  })
})

test('what nobody knows to be charged is no cost: it is told beside it', async () => {
  const unknown = () => Promise.reject(new GenerationError('nobody knows', { again: false, isUnknown: true }))
  const runner = open(generatorThat(unknown))
  const view = await run(runner, [['ann', [], 2]])
  expect(view).toMatchObject({ state: 'failed', costUsd: 0, uncertainUsd: 0.08 })
  expect(runner.report(view.runId)).toMatchObject({ cost_usd: 0, uncertain_usd: 0.08 })
})

describe('a run that has to stop', () => {
  test('stops before its cost limit and goes on with a higher one', async () => {
    const generator = generatorThat(() => new Promise((resolve) => setTimeout(resolve, 2)))
    const runner = open(generator)
    const view = await run(
      runner,
      [
        ['ann', [], 3],
        ['bob', [], 3],
      ],
      { maxCostUsd: 0.1, concurrency: 4 },
    )
    expect(view).toMatchObject({
      state: 'interrupted',
      generated: 2,
      failures: [],
      estimatedUsd: expect.closeTo(0.24, 9),
    })
    expect(view.costUsd).toBeCloseTo(0.08, 9)
    expect(view.phase).toContain('cost limit of $0.10')
    await runner.resume(view.runId, { maxCostUsd: 0.24 })
    const end = await runner.finished(view.runId)
    expect(end).toMatchObject({ state: 'done', generated: 6 })
    expect(end.costUsd).toBeCloseTo(0.24, 9)
    expect(generator.asked).toHaveLength(6)
  })

  test('counts pictures that were turned down towards the limit', async () => {
    const runner = open(generatorThat(), () => ({ check: async () => ({ ok: false, why: 'it is blank' }) }))
    const view = await run(runner, [['ann', [], 1]], { maxCostUsd: 0.1 })
    expect(view).toMatchObject({ state: 'interrupted', failures: [] })
    expect(view.costUsd).toBeCloseTo(0.08, 9)
  })

  test('is interrupted as a whole when the folder vanishes, without a failed step', async () => {
    let gone = false
    const runner = open(
      generatorThat(() => {
        gone = true
      }),
      (ports) => ({
        files: {
          ...ports.files,
          async place(...args) {
            if (gone) throw new EvencastError('UNAVAILABLE', 'The library folder is gone.')
            await ports.files.place(...args)
          },
        },
      }),
    )
    const view = await run(
      runner,
      [
        ['ann', [1], 3],
        ['bob', [], 3],
      ],
      { concurrency: 2 },
    )
    expect(view).toMatchObject({
      state: 'interrupted',
      failures: [],
      phase: 'The library folder is gone.',
      generated: 0,
    })
    const back = open()
    expect(await back.recover()).toEqual([])
    await back.resume(view.runId)
    expect(await back.finished(view.runId)).toMatchObject({ state: 'done', deleted: 1, generated: 6 })
  })

  test('treats a full disk as a reason to stop, not as a failure of each step', async () => {
    const full = Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' })
    const runner = open(generatorThat(), (ports) => ({ files: { ...ports.files, place: () => Promise.reject(full) } }))
    const view = await run(runner, [['ann', [], 3]])
    expect(view).toMatchObject({ state: 'interrupted', failures: [], phase: expect.stringContaining('disk is full') })
  })

  test('when cancelled aborts what is under way and can be resumed', async () => {
    const begun = Promise.withResolvers<void>()
    let wait = true
    const generator = generatorThat((_request, { signal }) => {
      begun.resolve()
      return wait
        ? new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)))
        : undefined
    })
    const runner = open(generator)
    const { runId } = await runner.start({ plans: [await planFor(root, 'ann', [1], 2)], generator: 'test' })
    await begun.promise
    runner.cancel(runId)
    expect(runner.get(runId).state).toBe('cancelling')
    expect(await runner.finished(runId)).toMatchObject({ state: 'interrupted', failures: [], deleted: 1, generated: 0 })
    wait = false
    await runner.resume(runId)
    expect(await runner.finished(runId)).toMatchObject({ state: 'done', generated: 2 })
  })

  test('keeps a refusal that comes while it stops, and does not ask again when it is resumed', async () => {
    const generator = generatorThat(() => {
      if (generator.asked.length > 1) return
      runner.cancel(runner.list()[0]?.runId ?? '')
      throw new GenerationError('The prompt was flagged.', { again: false, costUsd: 0 })
    })
    const runner = open(generator)
    const { runId } = await run(runner, [['ann', [], 2]], { concurrency: 1 })
    expect(runner.get(runId)).toMatchObject({ state: 'interrupted', failures: [{ error: 'The prompt was flagged.' }] })
    await runner.resume(runId)
    expect(await runner.finished(runId)).toMatchObject({ state: 'failed', generated: 1, failures: [{ step: 'g:0' }] })
    expect(generator.asked).toHaveLength(2)
  })

  test('when paused finishes the image that was asked for, asks for no other, and can be resumed', async () => {
    const begun = Promise.withResolvers<void>()
    const picture = Promise.withResolvers<void>()
    const generator = generatorThat(() => {
      begun.resolve()
      return picture.promise
    })
    const runner = open(generator)
    const seen: string[] = []
    const unwatch = runner.watch(({ state }) => seen.push(state))
    const plans = [await planFor(root, 'ann', [1], 3)]
    const { runId } = await runner.start({ plans, generator: 'test', concurrency: 1 })
    await begun.promise
    runner.pause(runId)
    picture.resolve()
    expect(await runner.finished(runId)).toMatchObject({
      state: 'interrupted',
      phase: 'Paused. Resume it to continue.',
      generated: 1,
      failures: [],
    })
    expect(generator.asked).toHaveLength(1)
    expect([seen.includes('cancelling'), seen.at(-1)]).toEqual([true, 'interrupted'])
    unwatch()
    await runner.resume(runId)
    expect(await runner.finished(runId)).toMatchObject({ state: 'done', generated: 3 })
    expect(seen.at(-1)).toBe('interrupted')
  })

  test('when paused it can still be cancelled, which waits for nothing', async () => {
    const begun = Promise.withResolvers<void>()
    const generator = generatorThat((_request, { signal }) => {
      begun.resolve()
      return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)))
    })
    const runner = open(generator)
    const { runId } = await runner.start({ plans: [await planFor(root, 'ann', [], 1)], generator: 'test' })
    await begun.promise
    runner.pause(runId)
    runner.cancel(runId)
    expect(await runner.finished(runId)).toMatchObject({ state: 'interrupted', failures: [], generated: 0 })
  })

  test('is found with what it had asked for, though another run came after it, until one changes its actors', async () => {
    const begun = Promise.withResolvers<void>()
    const generator = generatorThat(async ({ externalId }, { onExternalId, signal }) => {
      if (externalId !== null) return
      await onExternalId('p1')
      begun.resolve()
      await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)))
    })
    const runner = open(generator)
    const { runId } = await runner.start({ plans: [await planFor(root, 'ann', [], 1)], generator: 'test' })
    await begun.promise
    runner.cancel(runId)
    await runner.finished(runId)
    await run(runner, [['bob', [1], 0]])
    expect([runner.toFind(true), runner.toFind(false)]).toEqual([[runId], []])
    const later = await run(runner, [['ann', [1], 0]])
    expect(runner.toFind(true)).toEqual([])
    await runner.undo(later.runId)
    await runner.resume(runId, { findOnly: true })
    expect(await runner.finished(runId)).toMatchObject({ state: 'done', generated: 1 })
    expect(generator.asked.map(({ externalId }) => externalId)).toEqual([null, 'p1'])
  })

  test('is not resumed once a later run has changed its actors', async () => {
    const runner = open()
    const view = await run(runner, [['ann', [], 2]], { maxCostUsd: 0.04, concurrency: 1 })
    const later = await run(runner, [['ann', [1], 0]])
    await expect(runner.resume(view.runId)).rejects.toThrow(later.runId)
    await runner.undo(later.runId)
    await runner.resume(view.runId, { maxCostUsd: null })
    expect(await runner.finished(view.runId)).toMatchObject({ state: 'done', generated: 2 })
  })
})
