import type { Finding } from './checker.ts'

/** One line of what is printed: a kind of trouble. */
export interface Line {
  readonly name: string
  tried: number
  survived: number
  readonly findings: (Finding & { readonly where: string })[]
  /** What was not tried, and why. */
  readonly skipped: string[]
}

export const createLine = (name: string): Line => ({ name, tried: 0, survived: 0, findings: [], skipped: [] })

/** Counts one trial; `where` says how to do it again. */
export function record(line: Line, where: string, findings: readonly Finding[]): void {
  line.tried += 1
  if (findings.length === 0) line.survived += 1
  for (const finding of findings) line.findings.push({ ...finding, where })
}

/** Says what time did not allow. */
export function outOfTime(line: Line, left: number): void {
  if (left > 0) line.skipped.push(`${left} more, for which there was no time`)
}

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
  return [cells.join(' '), ...found, ...more, ...line.skipped.map((why) => `    not tried: ${why}`)].join('\n')
}

export const isSound = (line: Line): boolean => line.findings.length === 0 && line.survived === line.tried
