import type { Layout, Subset } from '../records.ts'

export type Value = string | number | boolean | readonly number[]

/** A JSON text whose every sign is ASCII: some trainers read it with the system's encoding. */
export const asciiJson = (value: unknown): string =>
  `${JSON.stringify(value, null, 2).replaceAll(
    /[\u0080-\uffff]/g,
    (sign) => String.raw`\u` + sign.charCodeAt(0).toString(16).padStart(4, '0'),
  )}\n`

/** A text as TOML's basic string, and JSON's, ASCII as well. */
export const quoted = (text: string): string =>
  JSON.stringify(text).replaceAll(
    /[\u007f-\uffff]/g,
    (sign) => String.raw`\u` + sign.charCodeAt(0).toString(16).padStart(4, '0'),
  )

const toml = (value: Value): string =>
  typeof value === 'string' ? quoted(value) : Array.isArray(value) ? `[${value.join(', ')}]` : String(value)

/** Lines `key = value`, those without a value left out. `head`: such as `[[datasets]]`. */
export const tomlTable = (head: string, values: Readonly<Record<string, Value | undefined>>, indent = ''): string =>
  [head, ...Object.entries(values).flatMap(([key, value]) => (value === undefined ? [] : [`${key} = ${toml(value)}`]))]
    .map((line) => `${indent}${line}`)
    .join('\n')

/** Absolute path of a subset's folder, forward slashes. */
export const folderOf = (layout: Layout, { dir }: Subset): string =>
  dir === '' ? layout.root : `${layout.root}/${dir}`
