import { draw } from '../../../support/in-process.ts'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import OpenAI from 'openai'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { contactSheet } from '../../../../src/main/evaluation/contact-sheet.ts'
import { renderSheet } from '../../../../src/main/evaluation/openai/sheets.ts'
import { chatBody } from '../../../../src/main/evaluation/openai/request.ts'
import { FAULTS } from '../../../support/openai/faults.ts'
import { cellsOf } from '../../../support/openai/pixels.ts'
import { startOpenAi } from '../../../support/openai/server.ts'
import { createValidate, type RequestKind } from '../../../support/openai/validate.ts'
import { createFixture, instructions } from './fixture.ts'

const spec = join(import.meta.dirname, '../../../../../shared/specs/openai-subset.json')
const present = existsSync(spec)
if (!present) console.log(`Not compared with the service's own description: there is no ${spec}`)

const sheet = { url: 'data:image/jpeg;base64,AAAA', columns: 1, rows: 1 }
const asking = {
  model: 'gpt-5.6-terra',
  instructions,
  sheet,
  seen: 'sheet',
  hasBase: true,
  count: 3,
  detail: true,
} as const
const good = chatBody({ ...asking, format: 'json_schema' })
const user = { role: 'user', content: [{ type: 'text', text: 'Hello' }] }

/** Requests, each with whether it is valid. */
const REQUESTS: readonly (readonly [string, RequestKind, unknown, boolean])[] = [
  ['ours with a schema', 'chat', good, true],
  [
    'ours with an object',
    'chat',
    chatBody({ ...asking, format: 'json_object', limit: { name: 'max_tokens', tokens: 9 } }),
    true,
  ],
  ['ours in text, mended', 'chat', chatBody({ ...asking, format: 'text', mend: { text: 'a', problem: 'b' } }), true],
  ['without a model', 'chat', { messages: [user] }, false],
  ['without messages', 'chat', { model: 'm', messages: [] }, false],
  ['an unknown role', 'chat', { model: 'm', messages: [{ role: 'boss', content: 'Hello' }] }, false],
  ['an empty list of parts', 'chat', { model: 'm', messages: [{ role: 'user', content: [] }] }, false],
  [
    'an unknown part',
    'chat',
    { model: 'm', messages: [{ role: 'user', content: [{ type: 'picture', url: 'x' }] }] },
    false,
  ],
  [
    'a picture without address',
    'chat',
    { model: 'm', messages: [{ role: 'user', content: [{ type: 'image_url', image_url: {} }] }] },
    false,
  ],
  [
    'an unknown detail',
    'chat',
    {
      model: 'm',
      messages: [{ role: 'user', content: [{ type: 'image_url', image_url: { url: 'data:,', detail: 'most' } }] }],
    },
    false,
  ],
  ['a form that is none', 'chat', { ...good, response_format: { type: 'xml' } }, false],
  [
    'a schema without a name',
    'chat',
    { ...good, response_format: { type: 'json_schema', json_schema: { schema: {} } } },
    false,
  ],
  ['a limit in words', 'chat', { ...good, max_tokens: 'many' }, false],
  ['too hot', 'chat', { ...good, temperature: 3 }, false],
  ['a batch', 'batch', { input_file_id: 'f', endpoint: '/v1/chat/completions', completion_window: '24h' }, true],
  [
    'a batch in a hurry',
    'batch',
    { input_file_id: 'f', endpoint: '/v1/chat/completions', completion_window: '1h' },
    false,
  ],
  ['a batch of nothing', 'batch', { endpoint: '/v1/chat/completions', completion_window: '24h' }, false],
  ['a batch for another end', 'batch', { input_file_id: 'f', endpoint: '/v1/audio', completion_window: '24h' }, false],
]

describe('the double', () => {
  it.each(REQUESTS)('takes or refuses as it should: %s', (_, kind, body, fine) => {
    expect(createValidate()(kind, body) === null).toBe(fine)
  })

  it.runIf(present).each(REQUESTS)('agrees with the service’s own description: %s', (_, kind, body, fine) => {
    const ajv = new Ajv2020({ strict: false, validateFormats: false })
    ajv.addSchema(JSON.parse(readFileSync(spec, 'utf8')), 'openai')
    const name = kind === 'batch' ? 'CreateBatchRequest' : 'CreateChatCompletionRequest'
    const check = ajv.getSchema(`openai#/components/schemas/${name}`)
    expect(check?.(body)).toBe(fine)
  })

  it('finds the tiles of a sheet by its pixels, white paper and all', async () => {
    await using fixture = await createFixture()
    const ink = await fixture.image('ink', 'ink')
    for (const count of [1, 3, 7, 20]) {
      const files = Array.from({ length: count }, () => ({ file: ink.file }))
      const { url } = await renderSheet(draw, 'gpt-5.6-terra', 'sheet', ink.file, files)
      expect(await cellsOf(Buffer.from(url.split(',')[1] ?? '', 'base64'))).toHaveLength(count + 1)
    }
  })
})

describe('a contact sheet', () => {
  it('draws every kind of picture, and an empty tile for what is none', async () => {
    await using fixture = await createFixture()
    const { file } = await fixture.image('a', 'photo')
    const variants = {
      'grey.png': sharp(file).greyscale().toColourspace('b-w'),
      'deep.png': sharp(file).toColourspace('rgb16'),
      'cmyk.jpg': sharp(file).toColourspace('cmyk').jpeg(),
      'clear.png': sharp(file).ensureAlpha(0.5),
      'few.png': sharp(file).png({ palette: true, colours: 8 }),
    }
    const files = await Promise.all(
      Object.entries(variants).map(async ([name, image]) => {
        await image.toFile(`${file}.${name}`)
        return `${file}.${name}`
      }),
    )
    const tiles = [...files, `${file}.none`].map((path, i) => ({ file: path, label: String(i + 1) }))
    const { width, height } = await sharp(await contactSheet(draw, tiles)).metadata()
    expect([width, height]).toEqual([3 * 392 + 8, 2 * 392 + 8])
    const cells = await cellsOf(
      await contactSheet(draw, tiles, { maxWidth: 900, maxHeight: 600, maxTile: 300, ground: '#0b2a4a' }),
    )
    expect(cells).toHaveLength(6)
  })
})

describe('faults of the client that are worked around', () => {
  it('it asks again at once where it should wait two minutes, and where no credit is left', async () => {
    for (const fault of [FAULTS.rateLimited(120), FAULTS.quota]) {
      await using api = await startOpenAi({ faults: () => fault })
      const client = new OpenAI({ apiKey: 'k', baseURL: api.url, maxRetries: 1 })
      await expect(client.chat.completions.create(good)).rejects.toThrow()
      expect(api.stats().requests).toBe(2)
    }
  })

  it('its own parsing loses the text and what it cost, where ours reads on', async () => {
    await using fixture = await createFixture()
    const { file } = await fixture.image('ink', 'ink')
    const drawn = await renderSheet(draw, 'gpt-5.6-terra', 'sheet', file, [{ file }, { file }, { file }])
    const asked = chatBody({ ...asking, sheet: drawn, format: 'json_schema' })
    for (const fault of [FAULTS.fences, FAULTS.length]) {
      await using api = await startOpenAi({ faults: [fault] })
      const client = new OpenAI({ apiKey: 'k', baseURL: api.url, maxRetries: 0 })
      const lost: unknown = await client.chat.completions.parse(asked).catch((error: unknown) => error)
      expect(lost).toBeInstanceOf(Error)
      expect(lost).not.toHaveProperty('usage')
      expect(api.stats().paid).toBe(1)
    }
    await using api = await startOpenAi({ faults: [FAULTS.noChoices, FAULTS.html] })
    const client = new OpenAI({ apiKey: 'k', baseURL: api.url, maxRetries: 0 })
    // The SDK accepts both an empty answer and a web page, so its caller has to detect them.
    expect((await client.chat.completions.create(asked)).choices).toEqual([])
    expect(typeof (await client.chat.completions.create(asked))).toBe('string')
  })
})
