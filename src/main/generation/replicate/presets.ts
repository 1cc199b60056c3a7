/** Input fields of a model that Evencast fills. Nothing else is sent. */
export interface InputFields {
  readonly prompt: string
  readonly image: { readonly name: string; readonly many: boolean }
  /** Null when the model has none; the same prompt then gives another picture each time. */
  readonly seed: string | null
  readonly aspectRatio: { readonly name: string; readonly values: readonly string[] } | null
  readonly fixed: Readonly<Record<string, string | number | boolean>>
}

export interface Preset {
  /** Name in the form "owner/name". */
  readonly model: string
  readonly title: string
  readonly priceUsd: number
  /** True when a prediction without a picture is free, as with models that are priced by the picture. */
  readonly pricedByPicture: boolean
  /** First estimate, until a run has measured it. */
  readonly secondsPerImage: number
  /** Largest base image that is sent, in megapixels: input may be charged for, and more may bring no gain. */
  readonly inputMegapixels: number
  /** Size of the output by the model's page and our `fixed` fields, whatever the ratio. Null when not known. */
  readonly outputMegapixels: number | null
  /** Null when they are read from the model's own schema. */
  readonly fields: InputFields | null
}

const KONTEXT_RATIOS = [
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
] as const

/**
 * Input fields of Kontext models. `safety_tolerance` 2 is the most allowed with an input image; PNG, because the picture is encoded again
 * here.
 */
const kontext = (fixed: InputFields['fixed']): InputFields => ({
  prompt: 'prompt',
  image: { name: 'input_image', many: false },
  seed: 'seed',
  aspectRatio: { name: 'aspect_ratio', values: KONTEXT_RATIOS },
  fixed: { output_format: 'png', ...fixed },
})

const official = { pricedByPicture: true, inputMegapixels: 4, outputMegapixels: 1 } as const

/**
 * Models that accept a base image, from their pages on replicate.com and their input schemas. Prices in US dollars per picture: Black
 * Forest Labs' list for Kontext, the models' pages for the others; flux-2-pro is charged $0.015 a run, a megapixel in and a megapixel out.
 */
export const PRESETS: readonly [Preset, ...Preset[]] = [
  {
    ...official,
    model: 'black-forest-labs/flux-kontext-pro',
    title: 'FLUX.1 Kontext Pro',
    priceUsd: 0.04,
    secondsPerImage: 8,
    fields: kontext({ safety_tolerance: 2, prompt_upsampling: false }),
  },
  {
    ...official,
    model: 'black-forest-labs/flux-kontext-max',
    title: 'FLUX.1 Kontext Max',
    priceUsd: 0.08,
    secondsPerImage: 10,
    fields: kontext({ safety_tolerance: 2, prompt_upsampling: false }),
  },
  {
    ...official,
    model: 'black-forest-labs/flux-kontext-dev',
    title: 'FLUX.1 Kontext Dev',
    priceUsd: 0.025,
    secondsPerImage: 6,
    fields: kontext({}),
  },
  {
    ...official,
    model: 'black-forest-labs/flux-2-pro',
    title: 'FLUX.2 Pro',
    priceUsd: 0.045,
    inputMegapixels: 1,
    secondsPerImage: 12,
    fields: {
      prompt: 'prompt',
      image: { name: 'input_images', many: true },
      seed: 'seed',
      aspectRatio: {
        name: 'aspect_ratio',
        values: ['1:1', '16:9', '3:2', '2:3', '4:5', '5:4', '9:16', '3:4', '4:3'],
      },
      fixed: { resolution: '1 MP', output_format: 'png' },
    },
  },
  {
    ...official,
    model: 'google/nano-banana',
    title: 'Nano Banana',
    priceUsd: 0.039,
    secondsPerImage: 12,
    fields: {
      prompt: 'prompt',
      image: { name: 'image_input', many: true },
      seed: null,
      aspectRatio: {
        name: 'aspect_ratio',
        values: ['1:1', '2:3', '3:2', '3:4', '4:3', '4:5', '5:4', '9:16', '16:9', '21:9'],
      },
      fixed: { output_format: 'png' },
    },
  },
  {
    ...official,
    model: 'bytedance/seedream-4',
    title: 'Seedream 4',
    priceUsd: 0.03,
    outputMegapixels: 4,
    secondsPerImage: 15,
    fields: {
      prompt: 'prompt',
      image: { name: 'image_input', many: true },
      seed: null,
      aspectRatio: {
        name: 'aspect_ratio',
        values: ['1:1', '4:3', '3:4', '16:9', '9:16', '3:2', '2:3', '21:9'],
      },
      fixed: { size: '2K', sequential_image_generation: 'disabled', max_images: 1 },
    },
  },
  {
    ...official,
    model: 'qwen/qwen-image-edit-plus',
    title: 'Qwen Image Edit Plus',
    priceUsd: 0.03,
    secondsPerImage: 8,
    fields: {
      prompt: 'prompt',
      image: { name: 'image', many: true },
      seed: 'seed',
      aspectRatio: { name: 'aspect_ratio', values: ['1:1', '16:9', '9:16', '4:3', '3:4'] },
      fixed: { output_format: 'png', output_quality: 95 },
    },
  },
]

export const DEFAULT_MODEL = PRESETS[0].model

/**
 * Returns the preset of a model, at the user's price where there is one. Null for a model that is neither in the table nor priced: the
 * price must be known before a run.
 */
export function presetFor(model: string, pricesUsd: Readonly<Record<string, number>> = {}): Preset | null {
  const own = Object.hasOwn(pricesUsd, model) ? pricesUsd[model] : undefined
  const known = PRESETS.find((preset) => preset.model === model)
  if (known) return own === undefined ? known : { ...known, priceUsd: own }
  if (own === undefined) return null
  return {
    model,
    title: model,
    priceUsd: own,
    pricedByPicture: false,
    secondsPerImage: 20,
    inputMegapixels: 4,
    outputMegapixels: null,
    fields: null,
  }
}
