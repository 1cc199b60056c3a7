import { z } from 'zod'
import { EvencastError } from '../../domain/error.ts'
import type { Model } from './answers.ts'
import type { InputFields } from './presets.ts'

/** A property of a JSON schema, reduced to the fields that are read. Nullable ones use `anyOf`, enums `allOf` and `$ref`. */
interface Field {
  readonly type?: string | undefined
  readonly format?: string | undefined
  readonly enum?: readonly unknown[] | undefined
  readonly items?: Field | undefined
  readonly default?: unknown
  readonly anyOf?: readonly Field[] | undefined
  readonly allOf?: readonly Field[] | undefined
  readonly oneOf?: readonly Field[] | undefined
  readonly $ref?: string | undefined
}

const Field: z.ZodType<Field> = z.lazy(() =>
  z.object({
    type: z.string().optional(),
    format: z.string().optional(),
    enum: z.array(z.unknown()).optional(),
    items: Field.optional(),
    default: z.unknown().optional(),
    anyOf: z.array(Field).optional(),
    allOf: z.array(Field).optional(),
    oneOf: z.array(Field).optional(),
    $ref: z.string().optional(),
  }),
)

const Schemas = z.object({
  components: z.object({
    schemas: z
      .object({
        Input: z.object({
          required: z.array(z.string()).default([]),
          properties: z.record(z.string(), Field.catch({})),
        }),
      })
      .catchall(Field.catch({})),
  }),
})

/** Names that models use for the source picture, the likeliest first. Masks, control images and weights do not count. */
const IMAGE_NAMES = [
  /^(input_image|image_input|input_images|images|image)$/,
  /^(reference|image_prompt|init_image|source|subject|main_face)/,
  /image|photo/,
]
const NO_IMAGE = /mask|control|lora|weight|audio|video|style|pose|end_|last_|second/

/** Returns the input fields of a model without a preset. Throws UNAVAILABLE when it cannot be used. */
export function fieldsOf(name: string, model: Model): InputFields {
  const parsed = Schemas.safeParse(model.latest_version?.openapi_schema)
  if (!parsed.success) throw unusable(name, 'Replicate does not describe its input')
  const { Input, ...others } = parsed.data.components.schemas
  const resolve = (field: Field): Field => flatten(field, others)
  const fields = new Map(Object.entries(Input.properties).map(([key, field]) => [key, resolve(field)]))
  const image = imageOf(fields)
  if (!image) throw unusable(name, 'it does not accept an input image')
  if (fields.get('prompt')?.type !== 'string') throw unusable(name, 'it does not accept a prompt')
  const aspect = ratiosOf(fields.get('aspect_ratio'))
  const result: InputFields = {
    prompt: 'prompt',
    image,
    seed: fields.get('seed')?.type === 'integer' ? 'seed' : null,
    aspectRatio: aspect.length > 0 ? { name: 'aspect_ratio', values: aspect } : null,
    fixed: fixedOf(fields),
  }
  const filled = new Set(['prompt', image.name, 'seed', 'aspect_ratio', ...Object.keys(result.fixed)])
  const open = Input.required.filter((key) => !filled.has(key) && fields.get(key)?.default === undefined)
  if (open.length > 0) throw unusable(name, `it requires “${open.join('”, “')}”, which Evencast does not support`)
  return result
}

const unusable = (model: string, why: string): EvencastError =>
  new EvencastError('UNAVAILABLE', `The model “${model}” cannot be used: ${why}. Choose another one in Settings.`)

/** Follows references and takes the one part that is not null. */
function flatten(field: Field, schemas: Readonly<Record<string, Field>>, depth = 0): Field {
  const referred = /^#\/components\/schemas\/(.+)$/.exec(field.$ref ?? '')?.[1]
  const parts = [
    ...(referred === undefined ? [] : [schemas[referred] ?? {}]),
    ...[field.allOf, field.anyOf, field.oneOf].flatMap((list) => list ?? []).filter((part) => part.type !== 'null'),
  ]
  if (depth > 8) return field
  const inner = parts.map((part) => flatten(part, schemas, depth + 1))
  return Object.assign({}, ...inner, defined(field), field.items && { items: flatten(field.items, schemas, depth + 1) })
}

const defined = (field: Field): Field =>
  Object.fromEntries(Object.entries(field).filter(([, value]) => value !== undefined))

function imageOf(fields: ReadonlyMap<string, Field>): InputFields['image'] | null {
  const candidates = [...fields]
    .filter(([key]) => !NO_IMAGE.test(key))
    .flatMap(([name, { type, format, items }]) => {
      if (type === 'string' && format === 'uri') return [{ name, many: false }]
      return type === 'array' && items?.type === 'string' && items.format === 'uri' ? [{ name, many: true }] : []
    })
  const byName = IMAGE_NAMES.flatMap((pattern) => candidates.filter(({ name }) => pattern.test(name)))
  return byName[0] ?? candidates[0] ?? null
}

const ratiosOf = (field: Field | undefined): string[] =>
  (field?.enum ?? []).filter((value) => typeof value === 'string').filter((value) => /^\d+:\d+$/.test(value))

/** Returns fixed values that request one picture, lossless where offered. */
function fixedOf(fields: ReadonlyMap<string, Field>): InputFields['fixed'] {
  const formats = fields.get('output_format')?.enum ?? []
  const format = ['png', 'jpg', 'jpeg'].find((one) => formats.includes(one))
  const isNumber = (key: string) => ['integer', 'number'].includes(fields.get(key)?.type ?? '')
  return {
    ...(format !== undefined && { output_format: format }),
    ...(isNumber('output_quality') && { output_quality: 95 }),
    ...(isNumber('num_outputs') && { num_outputs: 1 }),
  }
}
