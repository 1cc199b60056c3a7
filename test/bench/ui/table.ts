import { percentile } from '../measure.ts'

/** One line of the table: a budget and the values of every run. */
export interface Line {
  readonly name: string
  /** Null for a value without a budget, printed for comparison. */
  readonly budget: number | null
  readonly unit: string
  /** One value per run; the median counts. */
  readonly values: readonly number[]
  readonly note?: string
}

export const line = (
  name: string,
  budget: number | null,
  unit: string,
  values: readonly number[],
  note?: string,
): Line => ({ name, budget, unit, values, ...(note === undefined ? {} : { note }) })

const figure = (value: number): string => (value < 10 ? value.toFixed(1) : value.toFixed(0))

export function printTable(lines: readonly Line[]): void {
  const rows = lines.map(({ name, budget, unit, values, note }) => {
    const middle = percentile(values, 0.5)
    const range = values.length > 1 ? `${figure(Math.min(...values))}–${figure(Math.max(...values))}` : ''
    return [
      name,
      budget === null ? '' : `${budget} ${unit}`,
      `${figure(middle)} ${unit}`,
      range,
      budget === null ? '' : middle <= budget ? 'held' : 'not held',
      note ?? '',
    ]
  })
  const head = ['', 'budget', 'measured', 'range', '', '']
  const widths = head.map((_, at) => Math.max(...[head, ...rows].map((row) => row[at]!.length)))
  for (const row of [head, ...rows])
    console.log(
      row
        .map((cell, at) => cell.padEnd(widths[at]!))
        .join('  ')
        .trimEnd(),
    )
}
