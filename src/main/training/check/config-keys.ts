import { error, type Finding } from './check.ts'

type KeyType = 'int' | 'float' | 'number' | 'bool' | 'string' | 'ints' | 'size' | 'any'

export type Keys = Readonly<Record<string, KeyType>>

const isInt = (value: unknown): boolean => typeof value === 'bigint'

const FITS: Readonly<Record<KeyType, (value: unknown) => boolean>> = {
  int: isInt,
  float: (value) => typeof value === 'number',
  number: (value) => isInt(value) || typeof value === 'number',
  bool: (value) => typeof value === 'boolean',
  string: (value) => typeof value === 'string',
  ints: (value) => Array.isArray(value) && value.every(isInt),
  size: (value) => isInt(value) || (Array.isArray(value) && value.length === 2 && value.every(isInt)),
  any: () => true,
}

const WORDS: Readonly<Record<KeyType, string>> = {
  int: 'a whole number',
  float: 'a number with a point, such as 0.0',
  number: 'a number',
  bool: 'true or false',
  string: 'a text in quotes',
  ints: 'a list of whole numbers',
  size: 'a whole number or two in brackets',
  any: 'anything',
}

/** A table of a configuration, with whole numbers as bigint. */
export type Table = Readonly<Record<string, unknown>>

export const isTable = (value: unknown): value is Table =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export const tables = (value: unknown): readonly Table[] => (Array.isArray(value) ? value.filter(isTable) : [])

/** Returns findings for unknown keys and for values of another type. `where`: "[[datasets]] 1". */
export function keyFindings(
  table: Table,
  keys: Keys,
  file: string,
  where: string,
  consequence: string,
): readonly Finding[] {
  return Object.entries(table).flatMap(([key, value]) => {
    const type = Object.hasOwn(keys, key) ? keys[key] : undefined
    if (type === undefined) {
      const near = nearestKey(key, Object.keys(keys))
      return [
        error(
          'config-key',
          file,
          `${where}: ${key} is no key there${near ? ` (is it ${near}?)` : ''}: ${consequence}.`,
        ),
      ]
    }
    return FITS[type](value) ? [] : [error('config-type', file, `${where}: ${key} must be ${WORDS[type]}.`)]
  })
}

/** Returns a key that differs in at most two letters. */
function nearestKey(key: string, keys: readonly string[]): string | null {
  const distances = keys.map((each) => [distance(key, each), each] as const).toSorted(([a], [b]) => a - b)
  const [best] = distances
  return best && best[0] <= 2 ? best[1] : null
}

function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++)
      next.push(
        Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)),
      )
    row = next
  }
  return row[b.length] ?? 0
}

/** Returns a whole number of the tables, or the fallback when it is missing or of another type. */
export function intOf(tablesInOrder: readonly Table[], key: string, fallback: number): number {
  const value = tablesInOrder.map((table) => table[key]).find((each) => each !== undefined)
  return typeof value === 'bigint' ? Number(value) : typeof value === 'number' ? value : fallback
}

export const textOf = (tablesInOrder: readonly Table[], key: string): string | null => {
  const value = tablesInOrder.map((table) => table[key]).find((each) => each !== undefined)
  return typeof value === 'string' ? value : null
}

export const flagOf = (tablesInOrder: readonly Table[], key: string): boolean =>
  tablesInOrder.map((table) => table[key]).find((each) => each !== undefined) === true

/** Returns width and height of a `resolution`; null when there is no valid one. */
export function sizeOf(tablesInOrder: readonly Table[], key: string): { width: number; height: number } | null {
  const value = tablesInOrder.map((table) => table[key]).find((each) => each !== undefined)
  const [width, height] = Array.isArray(value)
    ? value.map(Number)
    : [Number(value ?? Number.NaN), Number(value ?? Number.NaN)]
  return width !== undefined && height !== undefined && width > 0 && height > 0 ? { width, height } : null
}
