import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv'
import { MODELS, type ServedModel } from './models.ts'
import schema from './schema.json' with { type: 'json' }

export interface FieldError {
  readonly type: string
  readonly field: string
  readonly description: string
}

export interface Checks {
  /** Returns the faults of a request's or response's body; empty when it is valid. */
  body(name: keyof typeof schema.schemas | 'account', body: unknown): readonly FieldError[]
  header(name: keyof typeof schema.headers, value: string): boolean
  /** Returns the faults of a model's input. Stricter than Replicate: an unknown field is an error. */
  input(model: ServedModel, input: unknown): readonly FieldError[]
}

export function createChecks(): Checks {
  const ajv = new Ajv({ strict: false, allErrors: true })
  ajv.addFormat('uri', (text) => URL.canParse(text))
  ajv.addFormat('date-time', (text) => /^\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)$/.test(text))
  ajv.addSchema(schema, 'replicate')
  const compiled = (pointer: string): ValidateFunction => ajv.compile({ $ref: `replicate#/${pointer}` })
  const bodies = new Map(Object.keys(schema.schemas).map((name) => [name, compiled(`schemas/${name}`)]))
  bodies.set('account', compiled('account'))
  const headers = new Map(Object.keys(schema.headers).map((name) => [name, compiled(`headers/${name}`)]))
  const inputs = new Map(
    MODELS.map(({ name, input, schemas }) => [
      name,
      ajv.compile({ ...input, additionalProperties: false, components: { schemas } }),
    ]),
  )
  const run = (validate: ValidateFunction | undefined, value: unknown, at: string): readonly FieldError[] => {
    if (!validate) throw new Error(`The double has no schema for ${at}.`)
    return validate(value) ? [] : (validate.errors ?? []).map((error) => fieldError(error, at))
  }
  return {
    body: (name, body) => run(bodies.get(name), body, ''),
    header: (name, value) => run(headers.get(name), value, name).length === 0,
    input: ({ name }, input) => run(inputs.get(name), input, 'input'),
  }
}

/** Returns an error as Replicate words it: "input.aspect_ratio". */
function fieldError({ keyword, instancePath, message, params }: ErrorObject, at: string): FieldError {
  const parts = [at, ...instancePath.split('/').slice(1)]
  if (keyword === 'additionalProperties') parts.push(String(params.additionalProperty))
  return {
    type: keyword,
    field: parts.filter((part) => part !== '').join('.'),
    description: keyword === 'required' ? `${params.missingProperty} is required` : (message ?? keyword),
  }
}
