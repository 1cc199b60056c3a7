import { describe, expect, test } from 'vitest'
import { Model } from '../../../../src/main/generation/replicate/answers.ts'
import { inputWithoutImage, nearestRatio, withImage } from '../../../../src/main/generation/replicate/model-input.ts'
import { fieldsOf } from '../../../../src/main/generation/replicate/model-schema.ts'
import { firstUrl } from '../../../../src/main/generation/replicate/outcome.ts'
import { presetFor, PRESETS } from '../../../../src/main/generation/replicate/presets.ts'
import { MODELS } from '../../../support/replicate/models.ts'

describe('the aspect ratio', () => {
  test.each([
    ['3:2', ['1:1', '3:2', '2:3'], '3:2'],
    ['4:5', ['1:1', '16:9', '9:16', '4:3', '3:4'], '3:4'],
    ['21:9', ['1:1', '16:9', '9:16'], '16:9'],
    ['1920:1080', ['4:3', '16:9'], '16:9'],
    ['1:2', ['2:1', '1:1', '9:16'], '9:16'],
    ['square', ['1:1'], null],
    ['1:0', ['1:1'], null],
    ['3:2', [], null],
  ])('%s among %j is %s', (wanted, values, expected) => {
    expect(nearestRatio(wanted, values)).toBe(expected)
  })
})

const modelWith = (properties: object, more: object = {}, schemas: object = {}) =>
  Model.parse({
    latest_version: {
      id: 'v1',
      openapi_schema: { components: { schemas: { Input: { properties, ...more }, ...schemas } } },
    },
  })
const prompt = { type: 'string' }
const uri = { type: 'string', format: 'uri' }

describe('a model’s schema', () => {
  test.each(MODELS.filter(({ imageField }) => imageField !== '').map((model) => [model.name, model] as const))(
    'of %s is understood as the preset has it',
    (name, { input, schemas, imageField }) => {
      const fields = fieldsOf(name, modelWith(input.properties, { required: input.required }, schemas))
      const preset = PRESETS.find(({ model }) => model === name)?.fields
      expect(fields.image.name).toBe(imageField)
      if (preset) {
        expect(fields.image).toEqual(preset.image)
        expect(fields.seed).toBe(preset.seed)
        expect(fields.aspectRatio?.values.toSorted()).toEqual(preset.aspectRatio?.values.toSorted())
      }
    },
  )

  test('takes the image, not the mask, a control image or the weights', () => {
    const properties = { prompt, mask: uri, control_image: uri, lora_weights: uri, picture: uri }
    expect(fieldsOf('a/b', modelWith(properties)).image).toEqual({ name: 'picture', many: false })
  })

  test.each([
    ['no prompt', { image: uri }, {}, 'does not accept a prompt'],
    ['no image', { prompt, url: { type: 'string' } }, {}, 'does not accept an input image'],
    ['more than Evencast knows', { prompt, image: uri, pose: prompt }, { required: ['pose'] }, '“pose”'],
  ])('with %s is refused', (_name, properties, more, reason) => {
    expect(() => fieldsOf('a/b', modelWith(properties, more))).toThrow(reason)
  })

  test('leaves what is required but has a default to the model', () => {
    const properties = { prompt, image: uri, steps: { type: 'integer', default: 20 } }
    expect(fieldsOf('a/b', modelWith(properties, { required: ['prompt', 'steps'] })).fixed).toEqual({})
  })

  test('that is not there, or refers to itself, does no harm', () => {
    expect(() => fieldsOf('a/b', Model.parse({ latest_version: null }))).toThrow('does not describe its input')
    const circle = { allOf: [{ $ref: '#/components/schemas/circle' }] }
    const fields = fieldsOf('a/b', modelWith({ prompt, image: uri, aspect_ratio: circle }, {}, { circle }))
    expect(fields.aspectRatio).toBeNull()
  })
})

test('the input holds the prompt as it is and only what the model has', () => {
  const [{ fields }] = PRESETS
  const nano = presetFor('google/nano-banana')?.fields
  if (!fields || !nano) throw new Error('no fields')
  const request = { prompt: ' As it is. ', seed: 4_000_000_000, aspectRatio: '16:9' }
  expect(inputWithoutImage(fields, request)).toMatchObject({ prompt: ' As it is. ', seed: 4_000_000_000 })
  expect(inputWithoutImage(nano, request)).not.toHaveProperty('seed')
  expect(withImage({}, nano, 'x')).toEqual({ image_input: ['x'] })
  expect(withImage({}, fields, 'x')).toEqual({ input_image: 'x' })
})

test('a model without a price is none that can be used', () => {
  expect(presetFor('some/model')).toBeNull()
  expect(presetFor('constructor')).toBeNull()
  expect(presetFor('some/model', { 'some/model': 0.1 })).toMatchObject({ priceUsd: 0.1, fields: null })
  expect(presetFor('google/nano-banana', { 'google/nano-banana': 0 })?.priceUsd).toBe(0)
  expect(new Set(PRESETS.map(({ model }) => model)).size).toBe(7)
})

test.each([
  ['https://a/1.png', 'https://a/1.png'],
  [['https://a/1.png', 'https://a/2.png'], 'https://a/1.png'],
  [{ text: 'a word', images: [{ url: 'https://a/1.png' }] }, 'https://a/1.png'],
  ['a word', null],
  [null, null],
  [[], null],
  [{ a: { b: { c: { d: { e: 'https://a/1.png' } } } } }, null],
])('the output %j holds %s', (output, url) => {
  expect(firstUrl(output)).toBe(url)
})
