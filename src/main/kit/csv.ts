export type CsvCell = string | number | null

/**
 * Matches text that a spreadsheet would treat as a formula: tabs and carriage returns included, and leading spaces and full-width signs do
 * not hide it.
 */
const FORMULA = /^[\s\uFEFF\u200B]*[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20]/

/** Prints a field. Text that starts like a formula is escaped; numbers are not, even when negative. */
function field(cell: CsvCell): string {
  if (cell === null) return ''
  if (typeof cell === 'number') return String(cell)
  const text = FORMULA.test(cell) ? `'${cell}` : cell
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** Prints one record in RFC 4180's form, including its line end. */
export const csvRecord = (cells: readonly CsvCell[]): string => `${cells.map(field).join(',')}\r\n`

/** At the start of a file it tells Excel that the text is UTF-8. */
export const BYTE_ORDER_MARK = '\uFEFF'

/** Parses CSV as RFC 4180 defines it, with either line ending; an unclosed quote ends with the text. */
export function readCsv(text: string): string[][] {
  const records: string[][] = []
  let record: string[] = []
  const pattern = /("(?:[^"]|"")*(?:"|$)|[^,\r\n]*)(,|\r?\n|\r|$)/gy
  for (const [, cell = '', end] of text.replace(/^\uFEFF/, '').matchAll(pattern)) {
    const quoted = cell.startsWith('"')
    record.push(quoted ? cell.replace(/^"/, '').replace(/"$/, '').replaceAll('""', '"') : cell)
    if (end === ',') continue
    if (record.length > 1 || record[0] !== '') records.push(record)
    record = []
    if (end === '') break
  }
  return records
}
