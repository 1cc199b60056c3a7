import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { EvencastError } from '../../../src/main/domain/error.ts'
import { emptyManifest, removeImage, upsertImage, writeManifest } from '../../../src/main/domain/manifest.ts'
import { readManifest } from '../../../src/main/domain/read-manifest.ts'

const read = (raw: unknown) => readManifest(JSON.stringify(raw), 'alice')
const only = (raw: unknown) => read([raw]).manifest.images[0]

describe('shapes of other tools', () => {
  const wanted = [{ filename: 'alice_1.jpg', type: 'bw_stylized' }]
  test.each([
    ['a bare array', wanted],
    ['an images list', { images: wanted }],
    ['an object keyed by file name', { 'alice_1.jpg': { type: 'bw_stylized' } }],
    ['an images object', { images: { 'alice_1.jpg': { type: 'bw_stylized' } } }],
    ['types by file name', { images: { 'alice_1.jpg': 'bw_stylized' } }],
    ['nothing but types by file name', { 'alice_1.jpg': 'BW stylized' }],
    ['aliases', [{ file_name: 'alice_1.jpg', image_type: 'BW stylized' }]],
  ])('%s', (_name, raw) => {
    const { manifest, warnings } = read(raw)
    expect(manifest).toMatchObject({ version: 1, actor_id: 'alice', images: wanted })
    expect(warnings).toEqual([])
  })

  test('a text by file name that is no style stays as it is', () => {
    const { manifest } = read({ 'alice_1.jpg': 'bw_stylized', 'alice_2.jpg': 'a photo of alice' })
    expect(manifest).toMatchObject({ images: wanted, 'alice_2.jpg': 'a photo of alice' })
  })

  test('zeros that a power failure left after the end are no part of it', () => {
    const { manifest } = readManifest(`${JSON.stringify({ images: wanted })}\n${'\0'.repeat(4096)}`, 'alice')
    expect(manifest.images).toEqual(wanted)
  })

  test('an upload response becomes its Location, with a scheme', () => {
    const response = { $metadata: { httpStatusCode: 200 }, ETag: '"1"', Location: 'b.s3.amazonaws.com/a.jpg' }
    expect(only({ filename: 'a.jpg', s3_url: response })).toEqual({
      filename: 'a.jpg',
      s3_url: 'https://b.s3.amazonaws.com/a.jpg',
    })
    expect(only({ filename: 'a.jpg', url: { Location: 'https://x/a.jpg' } })).toEqual({
      filename: 'a.jpg',
      s3_url: 'https://x/a.jpg',
    })
  })

  test('numbers as strings are numbers, one issue as a string is a list, null is nothing', () => {
    const raw = { filename: 'a.jpg', width: '1024', cost_usd: ' 0.04 ', quality_issues: 'blur', seed: null, type: null }
    expect(only(raw)).toEqual({
      filename: 'a.jpg',
      width: 1024,
      cost_usd: 0.04,
      quality_issues: ['blur'],
      type: null,
    })
  })
})

test('a value that makes no sense is kept beside, never lost', () => {
  const raw = { filename: 'a.jpg', type: 'cartoon', image_type: 'photorealistic', width: 'wide', original_width: 1 }
  expect(only(raw)).toEqual({
    filename: 'a.jpg',
    original_type: 'cartoon',
    type: 'photorealistic',
    original_width_2: 'wide',
    original_width: 1,
  })
  expect(only({ filename: 'a.jpg', image_type: 'cartoon' })).toEqual({ filename: 'a.jpg', image_type: 'cartoon' })
})

test('paths are cut to file names, entries that name none are kept aside with a warning', () => {
  const { manifest, warnings } = read([{ filename: '../../etc/a.jpg' }, { filename: '..' }, 7, 'b.jpg'])
  expect(manifest.images).toEqual([{ filename: 'a.jpg' }, { filename: 'b.jpg' }])
  expect(manifest['unrecognized']).toEqual([{ filename: '..' }, 7])
  expect(warnings).toEqual(['manifest.json of alice holds 2 entries that name no file; kept under "unrecognized".'])
})

test('two entries of one file are merged and what a human said wins', () => {
  const human = { filename: 'a.jpg', type: 'bw_stylized', classified_by: 'human' }
  const { manifest, warnings } = read([human, { filename: 'a.jpg', type: 'photorealistic', note: 1 }])
  expect(manifest.images).toEqual([{ ...human, note: 1 }])
  expect(warnings).toHaveLength(1)
})

test('a person’s word counts however it is written', () => {
  const said = (classified_by: string) => read([{ filename: 'a.jpg', type: 'bw_stylized', classified_by }]).manifest
  expect(['Human', 'HUMAN', ' human '].map((by) => said(by).images[0]?.classified_by)).toEqual([
    'human',
    'human',
    'human',
  ])
  expect(said('humanoid-classifier').images[0]?.classified_by).toBe('humanoid-classifier')
})

test('a manifest of another actor takes the name of its folder and says so', () => {
  const { manifest, warnings } = read({ version: 3, actor_id: 'bob', images: [] })
  expect(manifest).toMatchObject({ version: 1, original_version: 3, actor_id: 'alice', original_actor_id: 'bob' })
  expect(warnings).toEqual(['manifest.json of alice was written for another actor.'])
})

test('integers beyond a double survive to the digit', () => {
  const text = '[{"filename":"a.jpg","comfy":{"noise":18446744073709551615}}]'
  expect(writeManifest(readManifest(text, 'alice').manifest)).toContain('"noise": 18446744073709551615')
})

test.each(['', '{', 'null', '42', '"text"', '[1,'])('%j is refused and names the file', (text) => {
  expect(() => readManifest(text, 'alice')).toThrow(EvencastError)
  expect(() => readManifest(text, 'alice')).toThrow(/^manifest\.json of alice /)
})

function thrownBy(act: () => unknown): unknown {
  try {
    return act()
  } catch (error) {
    return error
  }
}

const deep = (inner: string): string => `${'['.repeat(100_000)}${inner}${']'.repeat(100_000)}`

test.each(['', '18446744073709551615'])('what is nested too deep around %j is refused and names the file', (inner) => {
  const value = deep(inner)
  const long = writeManifest({
    ...emptyManifest('alice', 't'),
    images: [{ filename: 'b.jpg', prompt: 'long'.repeat(150_000) }],
  })
  for (const text of [
    value,
    `[{"filename":"a.jpg","tool":${value}}]`,
    `[{"filename":"a.jpg","seed":${value}}]`,
    `{"tool":${value},"images":[]}`,
    `{"unrecognized":[${value}],"images":[]}`,
    // Read in parts.
    long.replace('"b.jpg"', `"b.jpg", "tool": ${value}`),
    long.replace('"images"', `"tool": ${value}, "images"`).replace(', "images"', ',\n  "images"'),
  ]) {
    const error = thrownBy(() => readManifest(text, 'alice'))
    expect(error).toMatchObject({
      code: 'BAD_INPUT',
      message: expect.stringMatching(/^manifest\.json of alice is not/),
    })
  }
})

test('a byte order mark is no error', () => {
  expect(readManifest('\uFEFF[]', 'alice').manifest.images).toEqual([])
})

const ours = ['version', 'actor_id', 'updated_at', 'images', 'unrecognized']
const entryKeys = ['filename', 'type', 'image_type', 'url', 's3_url', 'width', 'seed', 'quality_issues', 'verdict']
const hostile = fc.constantFrom('__proto__', 'constructor', 'toString', 'hasOwnProperty')
// JSON cannot represent -0.
const json = fc.jsonValue().map((value): unknown => JSON.parse(JSON.stringify(value)))
const keys = fc.oneof(fc.string(), hostile).filter((key) => ![...ours, ...entryKeys].includes(key))
const entries = (all: fc.Arbitrary<string>) => fc.array(fc.tuple(all, json), { maxLength: 6 }).map(Object.fromEntries)

test('unknown keys survive at every level, in their order', () => {
  const known =
    /^(filename|file|file_name|classified_by|source|prompt|prompt_id|model|prediction_id|cost_usd|sha256|bytes|height|created_at)$/
  const unknown = entries(keys.filter((key) => !known.test(key)))
  fc.assert(
    fc.property(unknown, unknown, (top, entry) => {
      const raw = { ...top, images: [{ ...entry, filename: 'a.jpg' }] }
      const { manifest } = readManifest(JSON.stringify(raw), 'alice')
      const { version: _v, actor_id: _a, updated_at: _u, ...rest } = JSON.parse(writeManifest(manifest))
      expect(JSON.stringify(rest)).toBe(JSON.stringify(raw))
      expect(Object.getPrototypeOf(manifest.images[0])).toBe(Object.prototype)
    }),
  )
})

test('the clean form is stable: reading what was written changes nothing, whatever came in', () => {
  const anyEntry = entries(fc.oneof(keys, fc.constantFrom(...entryKeys)))
  const anyTop = entries(fc.oneof(keys, fc.constantFrom(...ours), fc.constant('a.jpg')))
  const anyManifest = fc.oneof(
    fc.array(fc.oneof(anyEntry, json)),
    anyTop,
    fc.record({ images: fc.oneof(fc.array(anyEntry), entries(fc.constantFrom('a.jpg', 'b', '__proto__'))) }),
  )
  fc.assert(
    fc.property(anyManifest, (raw) => {
      const once = writeManifest(readManifest(JSON.stringify(raw), 'alice').manifest)
      expect(writeManifest(readManifest(once, 'alice').manifest)).toBe(once)
    }),
    // An invalid and deeply nested value of a known key.
    { numRuns: 500, examples: [[{ version: { '': { '': [[{}]] } } }]] },
  )
})

describe('editing', () => {
  const start = upsertImage(upsertImage(emptyManifest('alice', 't'), 'a.jpg', { seed: 7, note: 'x' }), 'b.jpg', {})

  test('changes one image in place and keeps what it does not know', () => {
    const edited = upsertImage(start, 'a.jpg', { type: 'bw_stylized', seed: undefined, filename: 'other.jpg' })
    expect(edited.images).toEqual([{ filename: 'a.jpg', note: 'x', type: 'bw_stylized' }, { filename: 'b.jpg' }])
    expect(Object.keys(edited.images[0] ?? {})).not.toContain('seed')
    expect(start.images[0]).toMatchObject({ seed: 7 })
  })

  test('removes an image', () => {
    expect(removeImage(start, 'a.jpg').images).toEqual([{ filename: 'b.jpg' }])
    expect(removeImage(start, 'c.jpg')).toEqual(start)
  })

  test('writes two-space JSON that ends in a newline', () => {
    expect(writeManifest(emptyManifest('alice', 't'))).toBe(
      '{\n  "version": 1,\n  "actor_id": "alice",\n  "updated_at": "t",\n  "images": []\n}\n',
    )
  })
})
