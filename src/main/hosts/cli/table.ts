import { printable } from './printable.ts'

export type Align = 'left' | 'right'

/** Pads columns to their widest cell, two spaces apart, and trims trailing spaces. */
export function table(
  header: readonly string[],
  raw: readonly (readonly string[])[],
  align: readonly Align[],
): string[] {
  const rows = raw.map((cells) => cells.map(printable))
  const widths = header.map((cell, column) => Math.max(cell.length, ...rows.map((row) => row[column]?.length ?? 0)))
  const line = (cells: readonly string[]) =>
    widths
      .map((width, column) => {
        const cell = cells[column] ?? ''
        return align[column] === 'right' ? cell.padStart(width) : cell.padEnd(width)
      })
      .join('  ')
      .trimEnd()
  return [line(header), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)]
}

export const plural = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`

export const usd = (amountUsd: number): string => `$${amountUsd.toFixed(2)}`

export function size(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`
  const units = ['kB', 'MB', 'GB', 'TB']
  const power = Math.min(units.length, Math.floor(Math.log10(bytes) / 3))
  return `${(bytes / 1000 ** power).toFixed(1)} ${units[power - 1] ?? ''}`
}
