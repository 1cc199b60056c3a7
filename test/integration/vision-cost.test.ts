import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createRouterClient } from '@orpc/server'
import { describe, expect, test } from 'vitest'
import type { Event } from '../../src/main/contract/index.ts'
import { loadPrompts } from '../../src/main/generation/prompts/library.ts'
import { createRouter } from '../../src/main/router.ts'
import { testCore } from '../support/core.ts'
import { temporaryFolder, writeLibrary } from '../support/library.ts'
import type { TileAnswer } from '../support/openai/answer.ts'
import { FAULTS } from '../support/openai/faults.ts'
import { type DoubleOptions, startOpenAi } from '../support/openai/server.ts'
import { DOUBLE_TOKEN, startReplicate } from '../support/replicate/server.ts'
import { command } from '../support/terminal.ts'

const KEY = 'sk-test-openai-0000000000000000'
const PRICE = { input: 2, output: 12 }

/** Three actors of four images, assessed by OpenAI's double, with a target of four so that little is generated. */
async function prepare(double: DoubleOptions = {}, settings: object = {}) {
  const cleanup = new AsyncDisposableStack()
  const folder = cleanup.use(await temporaryFolder())
  const openai = cleanup.use(await startOpenAi(double))
  const root = join(folder.path, 'library')
  const configDir = join(folder.path, 'config')
  await writeLibrary(root, { actors: ['alice', 'bob', 'carol'], images: 4 })
  await mkdir(configDir)
  const values = { total: 4, evaluator: 'openai', openaiModel: 'gpt-5.6-terra', openaiBaseUrl: openai.url, ...settings }
  await writeFile(join(configDir, 'settings.json'), JSON.stringify(values))
  const env = { OPENAI_API_KEY: KEY, REPLICATE_API_TOKEN: DOUBLE_TOKEN }
  const charged = () => {
    const { inputTokens, outputTokens } = openai.stats()
    return (inputTokens * PRICE.input + outputTokens * PRICE.output) / 1e6
  }
  return {
    root,
    openai,
    charged,
    run: (argv: readonly string[], answer: boolean | null = null) => command(argv, { configDir, env, answer }),
    core: async () => cleanup.use(await testCore(configDir, { env })),
    summary: async () => JSON.parse(await readFile(join(root, 'action_plans/summary.json'), 'utf8')),
    [Symbol.asyncDispose]: () => cleanup.disposeAsync(),
  }
}

describe('on the command line', () => {
  test('plan says what looking will cost before the first request, and what it did cost after', async () => {
    await using set = await prepare()
    const first = await set.run(['plan', set.root])
    expect(first).toMatchObject({ code: 0 })
    expect(first.stderr).toMatch(/^12 images to assess with gpt-5\.6-terra, about \d+ requests: about \$0\.\d\d/m)
    const summary = await set.summary()
    expect(summary.evaluation_cost_usd).toBeCloseTo(set.charged(), 9)
    expect(summary.evaluation_cost_usd).toBeGreaterThan(0)
    expect(first.stdout).toContain('Assessing cost $')

    const requests = set.openai.stats().requests
    const again = await set.run(['plan', set.root, '--fresh', '--json'])
    expect(again.stderr).toContain(
      'gpt-5.6-terra has already assessed everything; 12 images already assessed at no cost: $0.00.',
    )
    expect(set.openai.stats().requests).toBe(requests)
    expect(JSON.parse(again.stdout)).toMatchObject({ evaluation_estimated_usd: 0, evaluation_cost_usd: 0 })
  })

  test('--max-cost stops looking before it is exceeded, keeps what was told, and the same command goes on', async () => {
    await using set = await prepare()
    const stopped = await set.run(['plan', set.root, '--max-cost', '0.02'])
    expect(stopped.code).toBe(1)
    expect(stopped.stderr).toContain('Stopped at the cost limit of $0.02')
    expect(set.charged()).toBeLessThanOrEqual(0.02)
    const paidFirst = set.openai.stats().paid
    expect(paidFirst).toBeGreaterThan(0)
    expect(await set.run(['plan', set.root])).toMatchObject({ code: 0 })
    // No sheet was sent twice, except to correct an answer that could not be read.
    const asked = set.openai.stats().bodies.map((body) => JSON.stringify(body))
    const sheets = asked
      .filter((body) => !body.includes('This answer cannot be used.'))
      .map((body) => /sha256:(\w+)/.exec(body)?.[1])
    expect(new Set(sheets).size).toBe(sheets.length)
    expect(sheets.length).toBeGreaterThan(paidFirst)
  })

  test('what it says "at most" holds when every answer is cut off, and it says so', async () => {
    await using set = await prepare({ faults: () => FAULTS.length })
    const { stderr, code } = await set.run(['plan', set.root])
    const atMostUsd = Number(/, at most \$(\d+\.\d\d)/.exec(stderr)?.[1])
    expect(code).toBe(1)
    expect(stderr).toContain(`Stopped at the $${atMostUsd.toFixed(2)} that this was to cost at most`)
    expect(set.charged()).toBeGreaterThan(0)
    expect(set.charged()).toBeLessThanOrEqual(atMostUsd)
  })

  test('when every sheet is refused, that is said, and no plan is made of what pixels say', async () => {
    await using set = await prepare({ faults: () => FAULTS.refusal })
    const { code, stderr, stdout } = await set.run(['plan', set.root])
    expect(code).toBe(1)
    expect(stderr).toMatch(
      /alice: could not be planned: gpt-5\.6-terra assessed none of the 4 images of alice: The model declined.* No plan was made\./,
    )
    expect(stdout).toContain('0 plans')
  })

  test('a model that rejects everything is asked about, not obeyed', async () => {
    const other = { identity_mismatch: 'clear', verdict: 'reject', reason: 'It shows somebody else.' }
    const spoil = (tiles: readonly TileAnswer[]) => tiles.map((tile) => ({ ...tile, ...other }))
    await using set = await prepare({ faults: () => ({ kind: 'tiles', spoil }) }, { detailLevel: 'sheet' })
    const { code, stderr } = await set.run(['plan', set.root])
    expect(code).toBe(0)
    expect(stderr).toContain('alice: gpt-5.6-terra rejects 4 of 4 images. None of them is removed for that')
    const plan = JSON.parse(await readFile(join(set.root, 'action_plans/alice_action_plan.json'), 'utf8'))
    expect(plan.deletions).toEqual([expect.objectContaining({ reason: 'surplus' })])
  })

  test('a limit that cannot be kept, since the price is not known, is refused; without one the price is called unknown', async () => {
    await using set = await prepare({ models: ['qwen-vl'] }, { openaiModel: 'qwen-vl' })
    const refused = await set.run(['plan', set.root, '--max-cost', '1'])
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('The price of qwen-vl is not known') })
    expect(set.openai.stats().requests).toBe(0)
    const open = await set.run(['plan', set.root])
    expect(open.stderr).toContain('price unknown (enter it in Settings')
    expect(open.stdout).not.toContain('estimated $0.00')
    expect((await set.summary()).evaluation_estimated_usd).toBeNull()
  })

  test('a price of one’s own counts', async () => {
    await using set = await prepare(
      { models: ['qwen-vl'] },
      { openaiModel: 'qwen-vl', openaiPricesUsd: { 'qwen-vl': { input: 2, output: 12 } } },
    )
    await set.run(['plan', set.root])
    expect((await set.summary()).evaluation_cost_usd).toBeCloseTo(set.charged(), 9)
  })

  test('balance asks before it pays, and a no pays nothing', async () => {
    await using set = await prepare()
    const no = await set.run(['balance', '--all', set.root], false)
    expect(no).toMatchObject({
      code: 0,
      asked: [expect.stringMatching(/^Assess 12 images with gpt-5\.6-terra, \$0\./)],
    })
    expect(set.openai.stats().requests).toBe(0)
    const nobody = await set.run(['balance', '--all', '--dry-run', set.root])
    expect(nobody).toMatchObject({ code: 2, stderr: expect.stringContaining('Add --yes to accept the price') })
    expect(set.openai.stats().requests).toBe(0)
  })

  test('--max-cost bounds looking and making together', async () => {
    const replicate = await startReplicate()
    await using cleanup = new AsyncDisposableStack()
    cleanup.defer(() => replicate.close())
    await using set = await prepare(
      {},
      { total: 8, generator: 'replicate', replicateBaseUrl: replicate.url, concurrency: 2 },
    )
    const limitUsd = 0.2
    const { code, stderr } = await set.run(['balance', '--all', '--yes', '--max-cost', String(limitUsd), set.root])
    expect(code).toBe(1)
    expect(stderr).toMatch(/Of the limit of \$0\.20, \$0\.\d\d went to assessing the images/)
    const made = replicate.stats().chargedUsd
    expect(made).toBeGreaterThan(0)
    expect(made + set.charged()).toBeLessThanOrEqual(limitUsd)
    expect(stderr).toContain('Stopped at the cost limit')
    expect(replicate.stats().violations).toEqual([])
  })

  test('evaluate says what was not measured and why', async () => {
    await using set = await prepare({ faults: () => FAULTS.filter })
    const { stdout, stderr, code } = await set.run(['evaluate', '--actor-id', 'alice', set.root])
    expect(code).toBe(0)
    expect(stdout).toMatch(/alice_1\.jpg .*symmetry, camera_gaze, distortion, identity_mismatch, text/)
    expect(stderr).toContain('alice_1.jpg: Not measured:')
  })
})

describe('in a window', () => {
  test('nothing is asked without a yes to the offer: not by assessing, planning, verifying, or a file that appears', async () => {
    await using set = await prepare()
    const core = await set.core()
    const client = createRouterClient(createRouter(core), { context: {} })
    const events: Event[] = []
    core.subscribe((event) => events.push(event))
    const library = await core.open(set.root)
    const ended = (taskId: string) =>
      expect
        .poll(
          () =>
            events.some(
              (event) => event.type === 'task' && event.task.taskId === taskId && event.task.state !== 'running',
            ),
          { timeout: 30_000 },
        )
        .toBe(true)
    await ended((await client.actors.assess({ actorIds: 'all' })).taskId)
    await library.verify()
    expect(set.openai.stats().requests).toBe(0)
    const [alice] = await client.actors.list()
    expect(alice?.unanswered).toBe(4)

    const offer = await client.vision.offer({ actorIds: 'all' })
    expect(offer).toMatchObject({ model: 'gpt-5.6-terra', images: 12, known: 0 })
    expect(offer?.batchUsd).toBeCloseTo((offer?.usd ?? 0) / 2, 9)
    await ended((await client.plans.make({ actorIds: ['alice'], agreed: 'vision' })).taskId)
    const [look] = await client.vision.list()
    expect(look).toMatchObject({ kind: 'now', state: 'done', actors: ['alice'], images: 4 })
    expect(look?.costUsd).toBeCloseTo(set.charged(), 9)
    expect(await client.vision.offer({ actorIds: 'all' })).toMatchObject({ images: 8, known: 4 })
  })

  test('how closely it looks is a setting, with an estimate and opinions of its own', async () => {
    await using set = await prepare()
    const core = await set.core()
    const library = await core.open(set.root)
    const requests: number[] = []
    const offers: (number | null | undefined)[] = []
    for (const detailLevel of ['sheet', 'second', 'every'] as const) {
      await core.changeSettings({ scope: 'user', values: { detailLevel }, reset: [] })
      const before = set.openai.stats().requests
      await library.evaluate('alice', {
        onQuote: ({ images, requests: expected }) => {
          offers.push(images)
          requests.push(expected)
          return true
        },
      })
      const asked = set.openai.stats().requests - before
      if (detailLevel !== 'second') expect(asked, detailLevel).toBe(requests.at(-1))
    }
    expect(offers).toEqual([4, 4, 4])
    expect(requests[0]).toBe(1)
    expect(requests[2]).toBe(4)
  })

  test('what the model says is missing is shown, and the prompts that a plan takes bring it', async () => {
    await using set = await prepare({}, { total: 10 })
    const core = await set.core()
    const client = createRouterClient(createRouter(core), { context: {} })
    const library = await core.open(set.root)
    const { actors } = await library.plan(['alice'])
    const alice = await client.actors.variety({ actorId: 'alice' })
    const angleCounts = alice.aspects.find(({ aspect }) => aspect === 'angle')
    const missing = (angleCounts?.words ?? []).flatMap(({ word, images }) =>
      images === 0 && word !== 'front' ? [word] : [],
    )
    expect(missing.length).toBeGreaterThan(2)
    expect(alice.sentence).toMatch(/^No /)
    expect(actors[0]?.variety).toBe(alice.sentence)
    expect(alice).toMatchObject({ origins: alice.images, fromOne: 1 })
    // These were not assessed, and pixels alone do not tell.
    const bob = await client.actors.variety({ actorId: 'bob' })
    expect(bob.aspects.find(({ aspect }) => aspect === 'angle')?.known).toBe(0)
    expect(bob.sentence, 'nothing of it is assessed').toBe('')
    const [plan] = await client.plans.list({ actorIds: ['alice'] })
    const prompts = await loadPrompts(join(import.meta.dirname, '../../resources/prompts'))
    const angles = plan?.generations.map(({ promptId }) => prompts.find(promptId)?.shot.angle)
    expect(missing.filter((angle) => !angles?.some((other) => other === angle))).toEqual([])
  })

  test('settings that cannot be used are said where they are needed, and open the library all the same', async () => {
    await using set = await prepare(
      {},
      { openaiBaseUrl: 'nowhere', generator: 'replicate', replicateModel: 'some/model' },
    )
    const core = await set.core()
    const client = createRouterClient(createRouter(core), { context: {} })
    const library = await core.open(set.root)
    await library.status()
    expect(await client.plans.list({ actorIds: 'all' })).toEqual([])
    expect(await client.vision.offer({ actorIds: 'all' })).toMatchObject({ images: 12 })
    expect((await library.plan('all')).failed[0]?.error).toContain('not a web address')
    await client.settings.set({ scope: 'user', values: { evaluator: 'local', total: 6 } })
    const summary = await library.plan(['alice'])
    expect(summary.actors[0]?.shortfalls[0]?.why).toContain('The price per image of some/model is unknown')
  })
})
