import type { Layout, Subset } from '../records.ts'

export type Value = string | number | boolean | readonly number[]

/** Escapes a character beyond ASCII as JSON does, as surrogates beyond `\uffff`. */
const asJson = (sign: string): string => String.raw`\u` + sign.charCodeAt(0).toString(16).padStart(4, '0')

/** Escapes a character as TOML does, which refuses surrogates. */
const asToml = (sign: string): string => {
  const code = (sign.codePointAt(0) ?? 0).toString(16)
  return code.length > 4 ? String.raw`\U` + code.padStart(8, '0') : String.raw`\u` + code.padStart(4, '0')
}

/** Returns JSON in pure ASCII, because some trainers read it with the system's encoding. */
export const asciiJson = (value: unknown): string =>
  `${JSON.stringify(value, null, 2).replaceAll(/[\u0080-\uffff]/g, asJson)}\n`

/** Returns a JSON string in pure ASCII. */
export const jsonText = (text: string): string => JSON.stringify(text).replaceAll(/[\u007f-\uffff]/g, asJson)

/** Returns a TOML basic string in pure ASCII. */
export const tomlText = (text: string): string => JSON.stringify(text).replaceAll(/[\u007f-\u{10ffff}]/gu, asToml)

const toml = (value: Value): string =>
  typeof value === 'string' ? tomlText(value) : Array.isArray(value) ? `[${value.join(', ')}]` : String(value)

/** Returns lines `key = value`, without those that have no value. `head`: such as `[[datasets]]`. */
export const tomlTable = (head: string, values: Readonly<Record<string, Value | undefined>>, indent = ''): string =>
  [head, ...Object.entries(values).flatMap(([key, value]) => (value === undefined ? [] : [`${key} = ${toml(value)}`]))]
    .map((line) => `${indent}${line}`)
    .join('\n')

/** Escapes `${…}`, which ai-toolkit replaces from the environment before it parses the YAML. */
const asYaml = (text: string): string => text.replaceAll('${', String.raw`\u0024{`)

/**
 * Returns YAML with every text in quotes, since Python reads YAML 1.1, where a bare 10_30 is a number and `on` is true. Each text is on one
 * line, however long.
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

/** Returns the spellings of a text in the files of an export. */
export const spellingsOf = (text: string): readonly string[] => [
  text,
  ...[asYaml(JSON.stringify(text)), jsonText(text), tomlText(text)].map((quoted) => quoted.slice(1, -1)),
]

/** Returns the absolute path of a subset's folder, with forward slashes. */
export const folderOf = (layout: Layout, { dir }: Subset): string =>
  dir === '' ? layout.root : `${layout.root}/${dir}`
