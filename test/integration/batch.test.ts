import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createRouterClient } from '@orpc/server'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { createRouter } from '../../src/main/router.ts'
import type { OpenedLibrary } from '../../src/main/app/open-library.ts'
import { testCore } from '../support/core.ts'
import { temporaryFolder, writeLibrary } from '../support/library.ts'
import { type DoubleOptions, startOpenAi } from '../support/openai/server.ts'
import { command } from '../support/terminal.ts'
import { windowOf } from '../support/window.ts'

const env = { OPENAI_API_KEY: 'sk-test-openai-0000000000000000' }

async function prepare(double: DoubleOptions = {}, settings: object = {}, actors = ['alice', 'bob']) {
  const cleanup = new AsyncDisposableStack()
  const folder = cleanup.use(await temporaryFolder())
  const openai = cleanup.use(await startOpenAi(double))
  const root = join(folder.path, 'library')
  const configDir = join(folder.path, 'config')
  await writeLibrary(root, { actors, images: 4 })
  await mkdir(configDir)
  const values = { total: 4, evaluator: 'openai', openaiModel: 'gpt-5.6-terra', openaiBaseUrl: openai.url, ...settings }
  await writeFile(join(configDir, 'settings.json'), JSON.stringify(values))
  return {
    root,
    openai,
    /** Returns the double's charge for batches, at half the price. */
    charged: () => {
      const { input, output } = openai.stats().batchTokens
      return (input * 2 + output * 12) / 2e6
    },
    plan: (...argv: string[]) => command(['plan', root, '--batch', ...argv], { configDir, env }),
    core: () => testCore(configDir, { env }),
    [Symbol.asyncDispose]: () => cleanup.disposeAsync(),
  }
}

/** Slight lettering as the double sees it: reason to look closer, none to reject. */
async function plantText(file: string): Promise<void> {
  const { width, height } = await sharp(file).metadata()
  const [w, h] = [Math.round(width / 7), Math.round(height / 7)]
  const patch = { create: { width: w, height: h, channels: 3 as const, background: '#0000ff' } }
  const planted = await sharp(file)
    .composite([{ input: patch, left: Math.round(width / 2), top: Math.round(height / 2) }])
    .jpeg({ quality: 95, chromaSubsampling: '4:4:4' })
    .toBuffer()
  await writeFile(file, planted)
}

test('plan --batch hands in, can be left, picks up when it is run again, and plans when all is there', async () => {
  await using set = await prepare({ batch: { polls: 2 } })
  const first = await set.plan()
  expect(first).toMatchObject({ code: 0, stdout: expect.stringContaining('8 images submitted in a batch') })
  expect(set.openai.stats()).toMatchObject({ batches: 1, requests: 0, invalid: [] })

  const second = await set.plan('--json')
  expect(JSON.parse(second.stdout)).toMatchObject({ total_actors: 0, actors: [], pending: { images: 8 } })
  expect(second.stderr).toContain('0 of 2 requests answered')
  expect(set.openai.stats().batches).toBe(1)

  // The second half of the agreed work, the closer assessments, may follow in its own batch.
  let last = second
  for (let turn = 0; turn < 6 && !last.stdout.includes('"total_actors": 2'); turn++) last = await set.plan('--json')
  const summary = JSON.parse(last.stdout)
  expect(summary).toMatchObject({ total_actors: 2, failed: [] })
  expect(set.openai.stats()).toMatchObject({ requests: 0, invalid: [] })
  await using core = await set.core()
  const library = await core.open(set.root)
  const [look] = windowOf(library).visionRequests()
  expect(look).toMatchObject({ kind: 'batch', state: 'done', images: 8 })
  expect(look?.costUsd).toBeCloseTo(set.charged(), 9)
  const again = await library.plan('all', { fresh: true })
  expect(again.evaluation_cost_usd).toBe(0)
})

test('killed between any two writes while it is handed in and picked up, it is neither lost nor paid twice', async () => {
  await using calm = await prepare({ batch: { polls: 1 } }, { detailLevel: 'sheet' }, ['alice'])
  await using whole = await calm.core()
  const library = await whole.open(calm.root)
  while (!(await library.batch('all')).ready);
  const { requests: paid } = calm.openai.stats().batchTokens

  for (let write = 0; write < 4; write++) {
    await using set = await prepare({ batch: { polls: 1 } }, { detailLevel: 'sheet' }, ['alice'])
    {
      await using core = await set.core()
      const { visionRequests } = ((await core.open(set.root)) as OpenedLibrary).context.catalog
      let writes = 0
      const killed =
        <A extends readonly unknown[]>(act: (...args: A) => void) =>
        (...args: A): void => {
          if (writes++ === write) throw new Error('killed')
          act(...args)
        }
      Object.assign(visionRequests, {
        putPart: killed(visionRequests.putPart),
        setState: killed(visionRequests.setState),
      })
      const library = core.current()
      // An error is the simulated kill. With fewer writes than that, the batch simply ends.
      await library?.batch('all').catch(() => {})
      await library?.batch('all').catch(() => {})
    }
    await using core = await set.core()
    const next = await core.open(set.root)
    for (let turn = 0; turn < 4 && !(await next.batch('all')).ready; turn++);
    expect(
      windowOf(next)
        .visionRequests()
        .map(({ state }) => state),
      `write ${write}`,
    ).toEqual(['done'])
    expect(set.openai.stats().batchTokens.requests, `write ${write}`).toBe(paid)
    expect(set.openai.stats()).toMatchObject({ requests: 0, invalid: [] })
    expect(windowOf(next).visionRequests()[0]?.costUsd).toBeCloseTo(set.charged(), 9)
    expect(await windowOf(core.current()!).quoteVision('all')).toMatchObject({ images: 0, waiting: 0, known: 4 })
  }
})

test('killed while the closer looks are handed in, the next process hands them in', async () => {
  for (const uploaded of [false, true]) {
    await using set = await prepare({ batch: { polls: 1 } }, {}, ['alice'])
    await plantText(join(set.root, 'actors/alice/training_data/alice_1.jpg'))
    await using core = await set.core()
    const library = (await core.open(set.root)) as OpenedLibrary
    await library.batch('all')
    const { visionRequests } = library.context.catalog
    const { putPart } = visionRequests
    Object.assign(visionRequests, {
      putPart(id: number, n: number, part: { readonly batchId: string | null }) {
        if (n > 0 && uploaded === (part.batchId !== null)) throw new Error('killed')
        putPart(id, n, part)
      },
    })
    await expect(library.batch('all')).rejects.toThrow('killed')
    Object.assign(visionRequests, { putPart })
    for (let turn = 0; turn < 4 && !(await library.batch('all')).ready; turn++);
    expect(windowOf(library).visionRequests(), String(uploaded)).toMatchObject([{ state: 'done', images: 4 }])
    expect(windowOf(library).visionRequests()[0]?.costUsd).toBeCloseTo(set.charged(), 9)
    expect(set.openai.stats()).toMatchObject({ requests: 0, batches: 2, invalid: [] })
  }
})

test('what an expired batch finished is used, and the rest is handed in again', async () => {
  await using set = await prepare({ batch: { polls: 1, end: 'expired' } }, { detailLevel: 'sheet' })
  await using core = await set.core()
  const library = await core.open(set.root)
  expect((await library.batch('all')).ready).toBe(false)
  const picked = await library.batch('all')
  expect(picked.notes[0]).toContain('4 of its images were not assessed; you can submit them again.')
  expect(picked).toMatchObject({ ready: false, waiting: 4 })
  expect(set.openai.stats()).toMatchObject({ batches: 2, requests: 0, invalid: [] })
  await library.batch('all')
  expect(set.openai.stats().batchTokens.requests).toBe(2)
})

test('a batch is not handed in above the limit, and a cancelled one pays for what was finished only', async () => {
  await using set = await prepare({}, { maxCostUsd: 0.0001 })
  expect(await set.plan()).toMatchObject({ code: 1, stderr: expect.stringContaining('more than the limit of $0.00') })
  expect(set.openai.stats()).toMatchObject({ batches: 0, files: [] })
  await set.plan('--max-cost', '1')
  expect(await set.plan('--cancel-batch')).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('1 batch cancelled'),
  })
  await using core = await set.core()
  const library = await core.open(set.root)
  expect(windowOf(library).visionRequests()).toMatchObject([{ kind: 'batch', state: 'cancelled', costUsd: 0 }])
  expect(set.openai.stats().files.filter(({ purpose }) => purpose === 'batch')).toEqual([])
})

test('a batch that is called off is cancelled also where a kill came before the call, or before its batch was noted', async () => {
  for (const noted of [true, false]) {
    await using set = await prepare({ batch: { polls: 9 } }, { detailLevel: 'sheet' }, ['alice'])
    await using core = await set.core()
    const library = (await core.open(set.root)) as OpenedLibrary
    await library.batch('all')
    const { visionRequests } = library.context.catalog
    const [open] = visionRequests.openBatches('batch')
    const id = open?.id ?? 0
    visionRequests.setState(id, 'cancelling')
    const [part] = visionRequests.parts(id) as { readonly batchId: string | null }[]
    if (!noted) visionRequests.putPart(id, 0, { ...part, batchId: null, status: 'uploaded' })
    expect(await library.cancelBatches('batch')).toBe(1)
    expect(visionRequests.get(id), String(noted)).toMatchObject({ state: 'cancelled', costUsd: 0 })
    expect(set.openai.stats()).toMatchObject({ batches: 1, batchTokens: { requests: 0 } })
  }
})

test('in a window a batch is handed in, its images are not looked at by other means, and it is picked up', async () => {
  await using set = await prepare({ batch: { polls: 2 } }, { detailLevel: 'sheet' })
  await using core = await set.core()
  const client = createRouterClient(createRouter(core), { context: {} })
  await core.open(set.root)
  await client.vision.handIn({ actorIds: 'all' })
  await expect.poll(async () => (await client.vision.list())[0]?.state, { timeout: 30_000 }).toBe('waiting')
  expect(await client.vision.offer({ actorIds: 'all' })).toMatchObject({ images: 0, waiting: 8 })
  await core.close()

  // The next start resumes it automatically once a window is open.
  await using later = await set.core()
  later.subscribe(() => {})
  const next = createRouterClient(createRouter(later), { context: {} })
  await later.open(set.root)
  await expect.poll(async () => (await next.vision.list())[0]?.state, { timeout: 30_000 }).toBe('done')
  expect((await next.actors.list()).map(({ unanswered }) => unanswered)).toEqual([0, 0])
  expect(set.openai.stats()).toMatchObject({ batches: 1, requests: 0, invalid: [] })
})
