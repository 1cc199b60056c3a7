import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv } from 'ajv'

export type RequestKind = 'chat' | 'batch' | 'line'

/** Returns why a request is refused, as a phrase; null when it is valid. */
export type Validate = (kind: RequestKind, body: unknown) => string | null

/** Creates a validator that uses the reduced schema in this folder. */
export function createValidate(): Validate {
  const ajv = new Ajv({ strict: false, allErrors: false })
  ajv.addSchema(JSON.parse(readFileSync(join(import.meta.dirname, 'schema.json'), 'utf8')))
  return (kind, body) => {
    const check = ajv.getSchema(`openai-requests#/definitions/${kind}`)
    if (check === undefined) throw new Error(`The schema has no definition "${kind}".`)
    return check(body) === true ? null : ajv.errorsText(check.errors)
  }
}

/**
 * Returns the first violation of OpenAI's rules beyond the shape: those of strict schemas and of reasoning models. Null when there is none.
 */
export function brokenRule(body: Record<string, unknown>): { readonly param: string; readonly message: string } | null {
  const thinks = /^(gpt-[5-9]|o\d)/.test(String(body['model']))
  if (thinks && body['temperature'] !== undefined && body['temperature'] !== 1)
    return { param: 'temperature', message: "Unsupported value: 'temperature' does not support this value." }
  if (thinks && body['max_tokens'] !== undefined)
    return { param: 'max_tokens', message: "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead." }
  const format = body['response_format']
  if (isObject(format) && isObject(format['json_schema']) && format['json_schema']['strict'] === true) {
    const problem = notStrict(format['json_schema']['schema'], 'schema')
    if (problem) return { param: 'response_format', message: `Invalid schema for response_format: ${problem}` }
  }
  if (isObject(format) && format['type'] === 'json_object' && !/json/i.test(JSON.stringify(body['messages'])))
    return { param: 'messages', message: "'messages' must contain the word 'json' in some form." }
  return null
}

function notStrict(schema: unknown, path: string): string | null {
  if (!isObject(schema)) return `${path} is missing`
  if (schema['type'] === 'object') {
    const properties = isObject(schema['properties']) ? schema['properties'] : {}
    if (schema['additionalProperties'] !== false) return `${path}: 'additionalProperties' must be false`
    const required = Array.isArray(schema['required']) ? schema['required'] : []
    const missing = Object.keys(properties).find((key) => !required.includes(key))
    if (missing) return `${path}: '${missing}' must be required`
    for (const [key, value] of Object.entries(properties)) {
      const problem = notStrict(value, `${path}.${key}`)
      if (problem) return problem
    }
  }
  return schema['type'] === 'array' ? notStrict(schema['items'], `${path}[]`) : null
}

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
