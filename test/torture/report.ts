import type { Finding } from './checker.ts'

/** One line of the printed report: a kind of trouble. */
export interface Line {
  readonly name: string
  tried: number
  survived: number
  readonly findings: (Finding & { readonly where: string })[]
  /** Number of trials by kind. */
  readonly did: Map<string, number>
  /** Trials that were skipped, with reasons. */
  readonly skipped: string[]
  /** Set when none of its trials can run on this machine. */
  impossible?: true
}

export const createLine = (name: string): Line => ({
  name,
  tried: 0,
  survived: 0,
  findings: [],
  did: new Map(),
  skipped: [],
})

/** Counts one trial. `where` identifies it; `kind` is the name it is listed under. */
export function record(line: Line, where: string, findings: readonly Finding[], kind = where): void {
  line.tried += 1
  if (findings.length === 0) line.survived += 1
  line.did.set(kind, (line.did.get(kind) ?? 0) + 1)
  for (const finding of findings) line.findings.push({ ...finding, where })
}

/** Records skipped trials. */
export function leave(line: Line, names: readonly string[], why: string): void {
  if (names.length > 0) line.skipped.push(`${listOf(names)} (${why})`)
}

/** Records trials that were skipped for lack of time. */
export const outOfTime = (line: Line, names: readonly string[]): void => leave(line, names, 'no time was left')

/** Records trials that are left to the long run. */
export const leftToLong = (line: Line, names: readonly string[]): void => leave(line, names, 'left to the long run')

const MOST_NAMES = 14
const listOf = (names: readonly string[]): string =>
  names.length > MOST_NAMES
    ? `${names.slice(0, MOST_NAMES).join('; ')}; and ${names.length - MOST_NAMES} more`
    : names.join('; ')

const LOST = new Set<Finding['kind']>(['lost', 'half', 'renamed'])
const countOf = (line: Line, has: (kind: Finding['kind']) => boolean): number =>
  line.findings.filter(({ kind }) => has(kind)).length

export const headLine = (): string =>
  `${'trouble'.padEnd(34)} ${'tried'.padStart(7)} ${'survived'.padStart(9)} ${'lost'.padStart(5)} ${'paid twice'.padStart(11)} ${'let in'.padStart(7)}`

export function textOf(line: Line): string {
  const cells = [
    line.name.padEnd(34),
    String(line.tried).padStart(7),
    String(line.survived).padStart(9),
    String(countOf(line, (kind) => LOST.has(kind))).padStart(5),
    String(countOf(line, (kind) => kind === 'paid twice')).padStart(11),
    String(countOf(line, (kind) => kind === 'let in')).padStart(7),
  ]
  const found = line.findings.slice(0, 12).map(({ kind, what, where }) => `    ${kind}: ${what}\n      ${where}`)
  const more = line.findings.length > 12 ? [`    and ${line.findings.length - 12} more`] : []
  const did = [...line.did].map(([kind, times]) => (times > 1 ? `${kind} ×${times}` : kind))
  const tried = did.length > 0 ? [`    tried: ${listOf(did)}`] : []
  const skipped = line.skipped.map((why) => `    not tried: ${why}`)
  return [cells.join(' '), ...found, ...more, ...tried, ...skipped].join('\n')
}

/** Returns true when the line passed. A line without any trial does not pass. */
export const isSound = (line: Line): boolean =>
  line.findings.length === 0 && line.survived === line.tried && (line.tried > 0 || line.impossible === true)
