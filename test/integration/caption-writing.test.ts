import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { testCore } from '../support/core.ts'
import { temporaryFolder, writeLibrary } from '../support/library.ts'
import { startLocalServer } from '../support/local-server.ts'
import { FAULTS } from '../support/openai/faults.ts'
import { type DoubleOptions, startOpenAi } from '../support/openai/server.ts'
import { command } from '../support/terminal.ts'

const KEY = 'sk-test-openai-0000000000000000'
const WRITE = ['captions', 'write', '--all', '--with', 'openai'] as const

/** Writes one actor of four images, the first with a person’s caption. */
async function prepare(double: DoubleOptions = {}, settings: object = {}) {
  const cleanup = new AsyncDisposableStack()
  const folder = cleanup.use(await temporaryFolder())
  const openai = cleanup.use(await startOpenAi(double))
  const root = join(folder.path, 'library')
  const configDir = join(folder.path, 'config')
  await writeLibrary(root, { actors: ['anna'], images: 4 })
  const dir = join(root, 'actors/anna/training_data')
  await writeFile(join(dir, 'anna_1.txt'), 'mine')
  await mkdir(configDir)
  const values = { openaiModel: 'gpt-5.6-terra', openaiBaseUrl: openai.url, autoAssess: false, ...settings }
  await writeFile(join(configDir, 'settings.json'), JSON.stringify(values))
  const env = { OPENAI_API_KEY: KEY }
  const run = (argv: readonly string[], answer: boolean | null = null) => command(argv, { configDir, env, answer })
  return {
    root,
    openai,
    run,
    write: (...more: readonly string[]) => run([...WRITE, ...more, root]),
    caption: (n: number) => readFile(join(dir, `anna_${n}.txt`), 'utf8').catch(() => null),
    entries: async () => JSON.parse(await readFile(join(dir, 'manifest.json'), 'utf8')).images,
    core: async () => cleanup.use(await testCore(configDir, { env })),
    charged: () => {
      const { inputTokens, outputTokens } = openai.stats()
      return (inputTokens * 2 + outputTokens * 12) / 1e6
    },
    [Symbol.asyncDispose]: () => cleanup.disposeAsync(),
  }
}

test('a vision model writes what is missing, for a price said first, and is not paid for it again', async () => {
  await using set = await prepare()
  const dry = await set.write('--dry-run', '--json')
  expect(JSON.parse(dry.stdout)).toMatchObject({ dry_run: true, model: 'gpt-5.6-terra', images: 3, known: 0 })
  expect(set.openai.stats().requests).toBe(0)
  const refused = await set.write()
  expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('Add --yes to accept the price') })
  const no = await set.run([...WRITE, set.root], false)
  expect(no).toMatchObject({
    code: 0,
    asked: [expect.stringMatching(/^Caption 3 images with gpt-5\.6-terra, \$0\.0\d/)],
  })
  expect(set.openai.stats().requests).toBe(0)

  const written = await set.write('--yes')
  expect(written).toMatchObject({
    code: 0,
    stderr: expect.stringMatching(/3 images to caption with gpt-5\.6-terra: about \$0\.0\d, at most \$0\.\d\d/),
  })
  expect(set.openai.stats()).toMatchObject({ requests: 3, paid: 3, invalid: [] })
  expect(await set.caption(2)).toMatch(
    /^A picture of ohwx character walking in the rain at place \w{6}, seen from afar\.$/,
  )
  expect(await set.caption(1)).toBe('mine')
  expect((await set.entries())[1]).toMatchObject({ caption_by: 'openai:gpt-5.6-terra', caption: await set.caption(2) })

  // Another trigger word or the same guide costs nothing; another guide needs new requests.
  const again = await set.write('--yes', '--again', '--trigger', 'zxc', '--json')
  expect(JSON.parse(again.stdout)).toMatchObject({ cost_usd: 0, changed: { length: 3 } })
  expect(await set.caption(2)).toContain('of zxc character')
  expect(await set.caption(1)).toBe('mine')
  expect(set.openai.stats().requests).toBe(3)
  await set.write('--yes', '--again', '--image', 'anna_2.jpg', '--guide', 'sdxl')
  expect(set.openai.stats().requests).toBe(4)
  expect(await set.caption(2)).toMatch(/^ohwx, character, drawing, in the rain/)
})

test('it is one edit, and one entry among the payments', async () => {
  await using set = await prepare()
  const opened = await (await set.core()).open(set.root)
  const request = { with: 'openai', guide: 'flux', only: 'missing', filenames: null } as const
  const { edits, costUsd } = await opened.captions.write('all', request)
  expect(edits).toHaveLength(3)
  expect(costUsd).toBeCloseTo(set.charged(), 9)
  const { context, editing, history } = opened.parts
  expect(context.catalog.visionRequests.latest(1)).toMatchObject([
    { kind: 'captions', state: 'done', images: 3, requests: 3, evaluator: 'openai:gpt-5.6-terra', costUsd },
  ])
  expect(history.view().undo?.name).toBe('Wrote the captions of 3 images')
  await editing.alone(() => history.undo())
  expect([await set.caption(1), await set.caption(2)]).toEqual(['mine', null])

  // A caption written by a person during the request is kept, and earlier answers are not requested again.
  const onQuote = async () => {
    await writeFile(join(set.root, 'actors/anna/training_data/anna_4.txt'), 'mine, too')
    return true
  }
  const meanwhile = await opened.captions.write('all', request, { onQuote })
  expect(meanwhile).toMatchObject({ edits: { length: 2 }, costUsd: 0 })
  expect([await set.caption(3), await set.caption(4)]).toEqual([expect.stringContaining('ohwx'), 'mine, too'])
})

test('the cost limit and “at most” hold; what was answered is written, and the same command goes on', async () => {
  await using set = await prepare({ latencyMs: 20 })
  const stopped = await set.write('--yes', '--max-cost', '0.012')
  expect(stopped).toMatchObject({ code: 1, stderr: expect.stringContaining('Stopped at the cost limit of $0.01') })
  expect(set.charged()).toBeLessThanOrEqual(0.012)
  const { paid } = set.openai.stats()
  const there = await Promise.all([2, 3, 4].map(set.caption))
  expect(there.filter((text) => text !== null)).toHaveLength(paid)
  expect(await set.write('--yes')).toMatchObject({ code: 0 })
  expect(set.openai.stats().paid).toBe(3)
  expect((await Promise.all([2, 3, 4].map(set.caption))).every(Boolean)).toBe(true)
})

test('an excuse never becomes a caption, and is not paid for twice either', async () => {
  await using set = await prepare({
    faults: [
      FAULTS.refusal,
      { kind: 'text', spoil: () => 'I’m sorry, I can’t help with that.' },
      FAULTS.length,
      FAULTS.length,
    ],
  })
  const some = await set.write('--yes', '--json')
  expect(some.code).toBe(1)
  expect(JSON.parse(some.stdout)).toMatchObject({ changed: [], failed: { length: 3 } })
  expect(await Promise.all([2, 3, 4].map(set.caption))).toEqual([null, null, null])
  const before = set.openai.stats().requests
  const again = await set.write('--yes', '--json')
  // The answer that was cut off is requested again; refused ones are not.
  expect(set.openai.stats().requests).toBe(before + 1)
  expect(JSON.parse(again.stdout)).toMatchObject({ changed: { length: 1 }, failed: { length: 2 } })
})

test('a server of one’s own is free and asked without confirmation', async () => {
  await using server = await startLocalServer()
  await using set = await prepare({}, { localServerUrl: server.url, localServerModel: 'llava:latest' })
  const { code, stderr } = await set.run([
    'captions',
    'write',
    '--all',
    '--with',
    'local-server',
    '--guide',
    'pony',
    set.root,
  ])
  expect(code).toBe(0)
  expect(stderr).toContain(': free')
  expect(server.stats()).toMatchObject({ requests: 3, invalid: [], keys: ['none'] })
  expect(await set.caption(3)).toMatch(/^ohwx, character, /)
  expect((await set.entries())[2]).toMatchObject({ caption_by: 'local-server:llava:latest' })
})

test('an image that was made with a prompt is captioned by it, without its identity and at no cost', async () => {
  await using set = await prepare()
  const file = join(set.root, 'actors/anna/training_data/manifest.json')
  const images = [{ filename: 'anna_3.jpg', type: 'bw_stylized', source: 'generated', prompt_id: 'bw-09' }]
  await writeFile(file, JSON.stringify({ version: 1, actor_id: 'anna', images }))
  await set.write('--yes')
  expect(set.openai.stats().requests).toBe(2)
  expect(await set.caption(3)).toMatch(/^a black and white drawing, .* of ohwx character, from /)
  expect(await set.caption(3)).not.toContain('{')
})

test('a batch writes them at half the price, is paid once, survives a restart, and can be cancelled', async () => {
  await using set = await prepare()
  const priced = await set.run([...WRITE, '--batch', set.root], false)
  expect(priced).toMatchObject({
    code: 0,
    asked: [expect.stringMatching(/^Caption 3 images with gpt-5\.6-terra, \$0\.0\d/)],
  })
  const handedIn = await set.write('--batch', '--yes', '--json')
  expect(JSON.parse(handedIn.stdout)).toMatchObject({ waiting: 3, cost_usd: 0 })
  // Images with pending results are not requested in another way.
  const dry = await set.write('--dry-run', '--json')
  expect(JSON.parse(dry.stdout)).toMatchObject({ images: 0, known: 0 })
  await writeFile(join(set.root, 'actors/anna/training_data/anna_4.txt'), 'mine, too')
  let last = handedIn
  for (let tries = 0; tries < 5 && JSON.parse(last.stdout).waiting > 0; tries++)
    last = await set.write('--batch', '--yes', '--json')
  const { cost_usd: costUsd } = JSON.parse(last.stdout)
  const batched = () => set.openai.stats().batchTokens
  const { input, output } = batched()
  expect(costUsd).toBeCloseTo((input * 2 + output * 12) / 2e6, 9)
  expect(await set.caption(2)).toMatch(/^A picture of ohwx character walking/)
  expect([await set.caption(1), await set.caption(4)]).toEqual(['mine', 'mine, too'])
  expect((await set.entries())[1]).toMatchObject({ caption_by: 'openai:gpt-5.6-terra' })
  await set.write('--batch', '--yes')
  expect(batched()).toMatchObject({ input, requests: 3 })

  await set.write('--batch', '--yes', '--again', '--guide', 'sdxl')
  const cancelled = await set.write('--cancel-batch', '--json')
  expect(JSON.parse(cancelled.stdout)).toEqual({ cancelled: 1 })
  expect(batched()).toMatchObject({ input, requests: 3 })
  expect((await set.write('--batch', '--max-cost', '0.0001', '--yes', '--again', '--guide', 'sdxl')).stderr).toContain(
    'more than the limit',
  )
})

test('a batch that was cut short before it was submitted is submitted by the next process', async () => {
  await using set = await prepare()
  const opened = await (await set.core()).open(set.root)
  const leaving = new AbortController()
  const request = { with: 'openai', guide: 'flux', only: 'missing', filenames: null } as const
  const onQuote = () => {
    leaving.abort()
    return true
  }
  await expect(opened.captions.batch('all', request, { signal: leaving.signal, onQuote })).rejects.toThrow()
  const { visionRequests } = opened.parts.context.catalog
  expect(visionRequests.openBatches('captionBatch')).toMatchObject([{ state: 'sending', images: 3 }])
  for (let tries = 0; tries < 5 && visionRequests.openBatches().length > 0; tries++)
    await opened.captions.batch('all', request)
  expect(await set.caption(3)).toContain('ohwx')
  expect(set.openai.stats()).toMatchObject({ paid: 0, batches: 1, batchTokens: { requests: 3 } })
})

test('a batch that is called off while it is submitted is cancelled, also where a kill came between', async () => {
  await using set = await prepare()
  const { captions, parts } = await (await set.core()).open(set.root)
  const { visionRequests } = parts.context.catalog
  const request = { with: 'openai', guide: 'flux', only: 'missing', filenames: null } as const
  const cutShort = async () => {
    const leaving = new AbortController()
    const onQuote = () => {
      leaving.abort()
      return true
    }
    await expect(captions.batch('all', request, { signal: leaving.signal, onQuote })).rejects.toThrow()
    const [open] = visionRequests.openBatches('captionBatch')
    return open?.id ?? 0
  }
  const first = await cutShort()
  await parts.captionBatches.cancelSending()
  expect(visionRequests.get(first)).toMatchObject({ state: 'cancelled', images: 3 })
  const second = await cutShort()
  visionRequests.setState(second, 'cancelling')
  await parts.captionBatches.advance()
  expect(visionRequests.get(second)).toMatchObject({ state: 'cancelled' })
  expect(set.openai.stats()).toMatchObject({ paid: 0, batches: 0 })
})
