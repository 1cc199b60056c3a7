/** A figure and its target. */
export interface Row {
  readonly what: string
  readonly figure: string
  readonly target: string
  readonly reached: boolean
}

export type Print = (line: string) => void

export function printRow(print: Print, { what, figure, target, reached }: Row): void {
  print(`${what.padEnd(46)} ${figure.padEnd(44)} ${target.padEnd(26)} ${reached ? 'reached' : 'NOT REACHED'}`)
}
