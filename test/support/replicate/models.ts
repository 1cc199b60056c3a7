/** The models that the double runs, with their input schemas as Replicate publishes them (`components.schemas.Input`). */
export interface ServedModel {
  readonly name: string
  readonly official: boolean
  readonly version: string
  readonly priceUsd: number
  readonly input: { readonly type: 'object'; readonly required: readonly string[]; readonly properties: object }
  /** The targets of its `$ref`s. */
  readonly schemas: Readonly<Record<string, object>>
  readonly imageField: string
  readonly output: (url: string) => unknown
}

const text = { type: 'string' }
const uri = { type: 'string', format: 'uri' }
const uris = { type: 'array', items: uri, default: [] }
const seed = { type: 'integer' }
const choice = (name: string) => ({ allOf: [{ $ref: `#/components/schemas/${name}` }] })
const values = (...options: readonly string[]) => ({ type: 'string', enum: options })

const KONTEXT_RATIOS = values(
  'match_input_image',
  '1:1',
  '16:9',
  '9:16',
  '4:3',
  '3:4',
  '3:2',
  '2:3',
  '4:5',
  '5:4',
  '21:9',
  '9:21',
  '2:1',
  '1:2',
)

const kontext = (name: string, priceUsd: number): ServedModel => ({
  ...official(name, priceUsd, 'input_image'),
  input: {
    type: 'object',
    required: ['prompt'],
    properties: {
      prompt: text,
      input_image: { ...uri, nullable: true },
      aspect_ratio: choice('aspect_ratio'),
      prompt_upsampling: { type: 'boolean', default: false },
      seed: { ...seed, nullable: true },
      output_format: choice('output_format'),
      safety_tolerance: { type: 'integer', minimum: 0, maximum: 2, default: 2 },
    },
  },
  schemas: { aspect_ratio: KONTEXT_RATIOS, output_format: values('jpg', 'png') },
})

function official(name: string, priceUsd: number, imageField: string) {
  return { name, official: true, version: 'hidden', priceUsd, imageField, output: (url: string): unknown => url }
}

export const COMMUNITY_MODEL = 'studio/portrait-edit'
export const TEXT_MODEL = 'studio/words-only'

export const MODELS: readonly ServedModel[] = [
  kontext('black-forest-labs/flux-kontext-pro', 0.04),
  kontext('black-forest-labs/flux-kontext-max', 0.08),
  {
    ...official('black-forest-labs/flux-kontext-dev', 0.025, 'input_image'),
    input: {
      type: 'object',
      required: ['prompt', 'input_image'],
      properties: {
        prompt: text,
        input_image: uri,
        aspect_ratio: choice('aspect_ratio'),
        num_inference_steps: { type: 'integer', minimum: 4, maximum: 50, default: 30 },
        guidance: { type: 'number', minimum: 0, maximum: 10, default: 2.5 },
        seed,
        output_format: choice('output_format'),
        output_quality: { type: 'integer', minimum: 0, maximum: 100, default: 80 },
        disable_safety_checker: { type: 'boolean', default: false },
      },
    },
    schemas: { aspect_ratio: KONTEXT_RATIOS, output_format: values('webp', 'jpg', 'png') },
  },
  {
    ...official('black-forest-labs/flux-2-pro', 0.045, 'input_images'),
    input: {
      type: 'object',
      required: ['prompt'],
      properties: {
        prompt: text,
        input_images: { ...uris, maxItems: 8 },
        aspect_ratio: choice('aspect_ratio'),
        resolution: choice('resolution'),
        width: { type: 'integer' },
        height: { type: 'integer' },
        safety_tolerance: { type: 'integer', minimum: 1, maximum: 5 },
        seed,
        output_format: choice('output_format'),
        output_quality: { type: 'integer', minimum: 0, maximum: 100 },
      },
    },
    schemas: {
      aspect_ratio: values(
        'match_input_image',
        'custom',
        '1:1',
        '16:9',
        '3:2',
        '2:3',
        '4:5',
        '5:4',
        '9:16',
        '3:4',
        '4:3',
      ),
      resolution: values('match_input_image', '0.5 MP', '1 MP', '2 MP', '4 MP'),
      output_format: values('webp', 'jpg', 'png'),
    },
  },
  {
    ...official('google/nano-banana', 0.039, 'image_input'),
    input: {
      type: 'object',
      required: ['prompt'],
      properties: {
        prompt: text,
        image_input: uris,
        aspect_ratio: choice('aspect_ratio'),
        output_format: choice('output_format'),
      },
    },
    schemas: {
      aspect_ratio: values(
        'match_input_image',
        '1:1',
        '2:3',
        '3:2',
        '3:4',
        '4:3',
        '4:5',
        '5:4',
        '9:16',
        '16:9',
        '21:9',
      ),
      output_format: values('jpg', 'png'),
    },
  },
  {
    ...official('bytedance/seedream-4', 0.03, 'image_input'),
    output: (url) => [url],
    input: {
      type: 'object',
      required: ['prompt'],
      properties: {
        prompt: text,
        image_input: { ...uris, maxItems: 10 },
        size: choice('size'),
        aspect_ratio: choice('aspect_ratio'),
        width: { type: 'integer', minimum: 1024, maximum: 4096 },
        height: { type: 'integer', minimum: 1024, maximum: 4096 },
        sequential_image_generation: choice('sequential_image_generation'),
        max_images: { type: 'integer', minimum: 1, maximum: 15 },
        enhance_prompt: { type: 'boolean' },
      },
    },
    schemas: {
      size: values('1K', '2K', '4K', 'custom'),
      aspect_ratio: values('match_input_image', '1:1', '4:3', '3:4', '16:9', '9:16', '3:2', '2:3', '21:9'),
      sequential_image_generation: values('disabled', 'auto'),
    },
  },
  {
    ...official('qwen/qwen-image-edit-plus', 0.03, 'image'),
    output: (url) => [url],
    input: {
      type: 'object',
      required: ['prompt', 'image'],
      properties: {
        prompt: text,
        image: { type: 'array', items: uri },
        aspect_ratio: choice('aspect_ratio'),
        go_fast: { type: 'boolean', default: true },
        seed,
        output_format: choice('output_format'),
        output_quality: { type: 'integer', minimum: 0, maximum: 100, default: 95 },
        disable_safety_checker: { type: 'boolean', default: false },
      },
    },
    schemas: {
      aspect_ratio: values('1:1', '16:9', '9:16', '4:3', '3:4', 'match_input_image'),
      output_format: values('webp', 'jpg', 'png'),
    },
  },
  {
    name: COMMUNITY_MODEL,
    official: false,
    version: '5c7d5dc6dd8bf75c1acaa8565735e7986bc5b66206b55cca93cb72c9bf15ccaa',
    priceUsd: 0.02,
    imageField: 'main_face_image',
    output: (url) => ({ caption: 'a portrait', images: [url] }),
    input: {
      type: 'object',
      required: ['prompt', 'main_face_image'],
      properties: {
        prompt: text,
        mask_image: uri,
        main_face_image: { anyOf: [uri, { type: 'null' }] },
        aspect_ratio: choice('ratio'),
        steps: { type: 'integer', default: 20 },
        num_outputs: { type: 'integer', minimum: 1, maximum: 4, default: 2 },
        seed: { anyOf: [seed, { type: 'null' }] },
        output_format: { $ref: '#/components/schemas/format' },
      },
    },
    schemas: { ratio: values('square', '1:1', '2:3', '16:9'), format: values('webp', 'jpg') },
  },
  {
    name: TEXT_MODEL,
    official: true,
    version: 'hidden',
    priceUsd: 0.01,
    imageField: '',
    output: () => 'words',
    input: { type: 'object', required: ['prompt'], properties: { prompt: text } },
    schemas: {},
  },
]
