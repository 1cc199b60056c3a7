import { existsSync, readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { fingerprint, likeness } from '../../../../src/main/domain/likeness.ts'
import { decode } from '../../../../src/main/evaluation/local/decode.ts'
import { toMeasures } from '../../../../src/main/evaluation/local/measure.ts'
import { fillPrompt } from '../../../../src/main/generation/prompts/fill.ts'
import { loadPrompts } from '../../../../src/main/generation/prompts/library.ts'
import { lookOf, makePicture } from '../../../support/replicate/pictures.ts'
import { readYaml } from '../../../support/replicate/read-yaml.ts'
import ours from '../../../support/replicate/schema.json' with { type: 'json' }
import { startReplicate } from '../../../support/replicate/server.ts'
import { writeBase } from './setup.ts'

const ROOT = join(import.meta.dirname, '../../../..')
const DOCUMENT = join(ROOT, '../shared/specs/replicate.yaml')

type Tree = Readonly<Record<string, unknown>>
const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null && !Array.isArray(value)
const at = (tree: unknown, ...path: readonly string[]): Tree => {
  const [key, ...rest] = path
  if (key === undefined) return isTree(tree) ? tree : {}
  return at(isTree(tree) ? tree[key] : undefined, ...rest)
}

/** Returns where our copy of a schema differs from the published document. Omissions do not count. */
function differences(mine: Tree, theirs: Tree, path: string): string[] {
  const found: string[] = []
  for (const [key, value] of Object.entries(mine)) {
    const [first] = Array.isArray(theirs.oneOf) ? theirs.oneOf : []
    const other = theirs[key] ?? (isTree(first) ? first[key] : undefined)
    if (key === '$ref') {
      if (String(value).split('/').at(-1) !== String(other).split('/').at(-1)) found.push(`${path}/$ref`)
    } else if (key === 'required' || key === 'enum') {
      if (JSON.stringify(sorted(value)) !== JSON.stringify(sorted(other))) found.push(`${path}/${key}`)
    } else if (isTree(value)) {
      found.push(...(isTree(other) ? differences(value, other, `${path}/${key}`) : [`${path}/${key}`]))
    } else if (value !== other) {
      found.push(`${path}/${key}: ${String(value)} is ${String(other)}`)
    }
  }
  return found
}
const sorted = (list: unknown): unknown => (Array.isArray(list) ? list.map(String).toSorted() : list)

describe('the reduced schema', () => {
  const isHere = existsSync(DOCUMENT)
  const name = 'agrees with Replicate’s own document'
  test.skipIf(!isHere)(isHere ? name : `${name} (not checked: the document is not at hand)`, () => {
    const document = readYaml(readFileSync(DOCUMENT, 'utf8'))
    const theirs = at(document, 'components', 'schemas')
    const found = Object.entries(ours.schemas).flatMap(([key, schema]) => {
      // Required fields must be required by both or by neither.
      const missing = 'required' in schema === 'required' in at(theirs, key) ? [] : [`${key}/required`]
      return [...missing, ...differences(schema, at(theirs, key), key)]
    })
    expect(Object.keys(theirs).length).toBeGreaterThan(10)
    expect(found).toEqual([])
    const account = at(
      document,
      'paths',
      '/account',
      'get',
      'responses',
      '200',
      'content',
      'application/json',
      'schema',
    )
    expect(differences(ours.account, account, 'account')).toEqual([])
    const prefer = at(document, 'components', 'parameters', 'parameters_prefer_header', 'schema')
    expect(ours.headers.prefer.pattern).toBe(prefer.pattern)
    for (const path of ['/files', '/predictions', '/models/{model_owner}/{model_name}/predictions']) {
      expect(Object.keys(at(document, 'paths', path, 'post')).length).toBeGreaterThan(0)
    }
  })

  test('is compared for real: a difference is found', () => {
    const theirs = { required: ['a'], properties: { a: { type: 'string', enum: ['x'] } } }
    expect(differences({ required: ['a', 'b'], properties: { a: { type: 'string' } } }, theirs, 's')).toEqual([
      's/required',
    ])
    expect(differences({ properties: { a: { type: 'integer' }, c: {} } }, theirs, 's')).toHaveLength(2)
    expect(differences({ properties: { a: { enum: ['x', 'y'] } } }, theirs, 's')).toEqual(['s/properties/a/enum'])
  })

  test('and its YAML is read as it is written', () => {
    expect(readYaml("a: 1\nb:\n  - c: \"x: y\"\n    d: true\n  - plain\n'e/{f}':\n- 'it''s'\ng: [ ]\n")).toEqual({
      a: 1,
      b: [{ c: 'x: y', d: true }, 'plain'],
      'e/{f}': ["it's"],
      g: [],
    })
    expect(() => readYaml('a: |\n  text\n')).toThrow('not understood')
  })
})

describe('requests that break the schema are refused and remembered', () => {
  const headersOf = (token: string) => ({ authorization: `Bearer ${token}`, 'content-type': 'application/json' })
  test.each([
    ['a field the request does not have', { input: { prompt: 'a' }, colour: 1 }, {}, 'colour'],
    ['a field the model does not have', { input: { prompt: 'a', steps: 1 } }, {}, 'input.steps'],
    ['no prompt', { input: {} }, {}, 'prompt is required'],
    ['a ratio the model does not have', { input: { prompt: 'a', aspect_ratio: '7:3' } }, {}, 'input.aspect_ratio'],
    ['too much tolerance', { input: { prompt: 'a', safety_tolerance: 6 } }, {}, 'input.safety_tolerance'],
    [
      'a file of somewhere else',
      { input: { prompt: 'a', input_image: 'http://a.invalid/1.png' } },
      {},
      'cannot be fetched',
    ],
    ['a time limit in words', { input: { prompt: 'a' } }, { 'cancel-after': 'soon' }, 'cancel-after'],
    ['a wait too long', { input: { prompt: 'a' } }, { prefer: 'wait=900' }, 'prefer'],
  ])('%s', async (_name, body, headers, detail) => {
    const service = await startReplicate()
    const response = await fetch(`${service.url}/models/black-forest-labs/flux-kontext-pro/predictions`, {
      method: 'POST',
      headers: { ...headersOf(service.token), ...headers },
      body: JSON.stringify(body),
    })
    expect(response.status).toBe(422)
    expect(await response.text()).toContain(detail)
    expect(service.stats()).toMatchObject({ violations: [expect.stringContaining(detail)], predictionIds: [] })
    await service.close()
  })

  test('an unknown address is remembered, and a stranger is turned away', async () => {
    const service = await startReplicate()
    await fetch(`${service.url}/deployments`)
    expect((await fetch(`${service.url}/predictions`)).status).toBe(401)
    expect(service.stats().strangers).toEqual(['GET /v1/deployments'])
    await service.close()
  })
})

describe('its pictures', () => {
  const measure = async (bytes: Uint8Array) => {
    const decoded = await decode(Buffer.from(bytes))
    if ('unreadable' in decoded) throw new Error(decoded.unreadable)
    return toMeasures(decoded, async () => null)
  }
  const PROMPTS = {
    photograph: 'A cinematic film still of a woman on a railway platform.',
    'black and white': 'A charcoal drawing of a woman on toothy white paper.',
    colour: 'Repaint the woman as a watercolour: walking through a rainy park.',
  }

  test('are looked for in the prompt’s own words, for the whole prompt library', async () => {
    const prompts = await loadPrompts(join(ROOT, 'resources/prompts'))
    const looks = { photorealistic: 'photograph', bw_stylized: 'black and white', color_stylized: 'colour' } as const
    const subject = { words: 'a 16-year-old girl with black hair', possessive: 'her', pronoun: 'she', object: 'her' }
    const wrong = prompts.all.filter((prompt) => lookOf(fillPrompt(prompt, subject).prompt) !== looks[prompt.type])
    expect(wrong.map(({ id }) => id)).toEqual([])
    expect(prompts.all.length).toBeGreaterThan(20)
  })

  test('have the tones that were asked for, and no two of them nor the base image are alike', async () => {
    const base = await readFile(await writeBase('alice_base.png', { width: 800, height: 1000 }))
    const measured = [await measure(base)]
    for (const [look, prompt] of Object.entries(PROMPTS)) {
      for (const seed of [1, 2, 3]) {
        const picture = await makePicture({ base, prompt, seed, ratio: '3:2', format: 'jpg', pixels: 400_000 })
        const one = await measure(await sharp(picture).jpeg({ quality: 92 }).toBuffer())
        if (look !== 'photograph') expect([look, one.monochrome]).toEqual([look, look === 'black and white'])
        expect(one.width).toBeGreaterThan(one.height)
        expect(one.sharpness).toBeGreaterThan(40)
        measured.push(one)
      }
    }
    const prints = measured.map(fingerprint)
    const alike = prints.flatMap((a, i) => prints.slice(i + 1).filter((b) => likeness(a, b)))
    expect(alike).toEqual([])
  })

  test('are the same bytes for the same order', async () => {
    const base = await readFile(await writeBase('alice_base.png'))
    const order = { base, prompt: PROMPTS.colour, seed: 5, ratio: '1:1', format: 'png', pixels: 400_000 } as const
    expect(await makePicture(order)).toEqual(await makePicture(order))
    expect(await makePicture({ ...order, seed: 6 })).not.toEqual(await makePicture(order))
  })
})
