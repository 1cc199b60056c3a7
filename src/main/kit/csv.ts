export type CsvCell = string | number | null

/** What a spreadsheet would take for a formula, a sign for "text follows" and the cell itself after it; blanks before it and full-width signs do not hide it. */
const FORMULA = /^[\s\uFEFF\u200B]*[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20]/

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

/** Records of a CSV text as RFC 4180 has it, with either line ending; a quote that is never closed ends with the text. */
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
