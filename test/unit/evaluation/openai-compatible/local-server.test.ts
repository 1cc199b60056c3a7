import { draw } from '../../../support/in-process.ts'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createLocalServerEvaluator } from '../../../../src/main/evaluation/openai-compatible/index.ts'
import type { Usage } from '../../../../src/main/evaluation/vision-evaluator.ts'
import { LOCAL_MODEL, type LocalServerKind, startLocalServer } from '../../../support/local-server.ts'
import { createFixture, type Fixture, instructions } from '../openai/fixture.ts'

let fixture: Fixture
beforeAll(async () => {
  fixture = await createFixture()
})
afterAll(() => fixture[Symbol.asyncDispose]())

const evaluatorAt = (url: string, model = LOCAL_MODEL) =>
  createLocalServerEvaluator({ draw, url, model, concurrency: 1, instructions, detailLevel: 'sheet' })

it.each<[LocalServerKind, readonly string[]]>([
  ['ollama', ['json_schema']],
  ['lmStudio', ['json_schema']],
  ['jsonOnly', ['json_schema', 'json_object']],
  ['ignoring', ['json_schema', 'json_object']],
  ['textOnly', ['json_schema', 'json_object', 'text']],
])('%s: it falls back from a schema to JSON to the text, and every image is judged', async (kind, forms) => {
  await using server = await startLocalServer(kind)
  const images = [await fixture.image(`ink-${kind}`, 'ink'), await fixture.image(`photo-${kind}`, 'photo')]
  const opinions = await evaluatorAt(server.url).opinions({ actorId: 'a', base: null, images })
  expect(images.map(({ filename }) => opinions.get(filename)?.style)).toEqual(['bw_stylized', 'photorealistic'])
  const asked = server.stats().bodies.map((body) => formOf(body))
  expect([...new Set(asked)]).toEqual(forms)
})

it('costs nothing, takes no batch, and works on one request at a time', async () => {
  await using server = await startLocalServer()
  const evaluator = createLocalServerEvaluator({
    draw,
    url: server.url,
    model: LOCAL_MODEL,
    concurrency: 1,
    instructions,
    detailLevel: 'every',
  })
  const images = await fixture.photos(3)
  expect(evaluator).toMatchObject({
    id: `local-server:${LOCAL_MODEL}@${instructions.version}-every`,
    takesBatches: false,
  })
  expect(evaluator.estimate([{ hasBase: false, images }]).usd).toBe(0)
  const usages: Usage[] = []
  const call = {
    onUsage: (usage: Usage) => void usages.push(usage),
    reserve: () => Promise.resolve({ share: 1, release() {} }),
  }
  await evaluator.opinions({ actorId: 'a', base: null, images }, call)
  expect(usages.map(({ usd }) => usd)).toEqual([0, 0, 0])
  expect(server.stats()).toMatchObject({ requests: 3, mostAtOnce: 1, keys: ['none'], invalid: [] })
})

it('tests the connection, and says what is missing', async () => {
  const server = await startLocalServer()
  const test = (model: string) => evaluatorAt(server.url, model).testConnection()
  expect(await test(LOCAL_MODEL)).toMatchObject({ ok: true })
  expect(await test('llava')).toMatchObject({ ok: true })
  expect(await test('moondream')).toMatchObject({ ok: false, message: expect.stringContaining(LOCAL_MODEL) })
  expect(await test('')).toEqual({
    ok: false,
    message: 'No model of the local server is chosen. Choose one in Settings.',
  })
  await server.close()
  expect(await test(LOCAL_MODEL)).toMatchObject({ ok: false, message: expect.stringContaining('Start Ollama') })
})

function formOf(body: unknown): string {
  const { response_format: form } = body as { response_format?: { type: string } }
  return form?.type ?? 'text'
}
