import type { Layout, Subset } from '../records.ts'

export type Value = string | number | boolean | readonly number[]

/** A sign beyond ASCII as JSON writes it, in halves where it is beyond `\uffff`. */
const asJson = (sign: string): string => String.raw`\u` + sign.charCodeAt(0).toString(16).padStart(4, '0')

/** As TOML writes it: halves are refused there. */
const asToml = (sign: string): string => {
  const code = (sign.codePointAt(0) ?? 0).toString(16)
  return code.length > 4 ? String.raw`\U` + code.padStart(8, '0') : String.raw`\u` + code.padStart(4, '0')
}

/** A JSON text whose every sign is ASCII: some trainers read it with the system's encoding. */
export const asciiJson = (value: unknown): string =>
  `${JSON.stringify(value, null, 2).replaceAll(/[\u0080-\uffff]/g, asJson)}\n`

/** A text as JSON's string, ASCII as well. */
export const jsonText = (text: string): string => JSON.stringify(text).replaceAll(/[\u007f-\uffff]/g, asJson)

/** A text as TOML's basic string, ASCII as well. */
export const tomlText = (text: string): string => JSON.stringify(text).replaceAll(/[\u007f-\u{10ffff}]/gu, asToml)

const toml = (value: Value): string =>
  typeof value === 'string' ? tomlText(value) : Array.isArray(value) ? `[${value.join(', ')}]` : String(value)

/** Lines `key = value`, those without a value left out. `head`: such as `[[datasets]]`. */
export const tomlTable = (head: string, values: Readonly<Record<string, Value | undefined>>, indent = ''): string =>
  [head, ...Object.entries(values).flatMap(([key, value]) => (value === undefined ? [] : [`${key} = ${toml(value)}`]))]
    .map((line) => `${indent}${line}`)
    .join('\n')

/** `${…}` is filled in from the environment before it is read as YAML, by ai-toolkit. */
const asYaml = (text: string): string => text.replaceAll('${', String.raw`\u0024{`)

/**
 * Every text in quotes, since YAML 1.1 is what Python reads, where a bare 10_30 is a number and `on` is true. In a line each, however
 * long.
 */
export async function yaml(value: object): Promise<string> {
  const { stringify } = await import('yaml')
  return asYaml(
    stringify(value, {
      aliasDuplicateObjects: false,
      defaultKeyType: 'PLAIN',
      defaultStringType: 'QUOTE_DOUBLE',
      lineWidth: 0,
    }),
  )
}

/** A text as it may stand within the texts of an export. */
export const spellingsOf = (text: string): readonly string[] => [
  text,
  ...[asYaml(JSON.stringify(text)), jsonText(text), tomlText(text)].map((quoted) => quoted.slice(1, -1)),
]

/** Absolute path of a subset's folder, forward slashes. */
export const folderOf = (layout: Layout, { dir }: Subset): string =>
  dir === '' ? layout.root : `${layout.root}/${dir}`
