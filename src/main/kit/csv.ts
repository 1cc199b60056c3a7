export type CsvCell = string | number | null

/** What a spreadsheet would take for a formula, a sign for "text follows" and the cell itself after it. */
const FORMULA = /^[=+\-@\t\r]/

/** Text that begins like a formula is defused; numbers are numbers, also below zero. */
function field(cell: CsvCell): string {
  if (cell === null) return ''
  if (typeof cell === 'number') return String(cell)
  const text = FORMULA.test(cell) ? `'${cell}` : cell
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** One record as RFC 4180 wants it, its line end included. */
export const csvRecord = (cells: readonly CsvCell[]): string => `${cells.map(field).join(',')}\r\n`

/** At the start of a file it tells Excel that UTF-8 follows. */
export const BYTE_ORDER_MARK = '\uFEFF'
