import { expect, test } from 'vitest'
import { csvRecord } from '../../../src/main/kit/csv.ts'

test('fields are quoted as RFC 4180 says', () => {
  expect(csvRecord(['plain', 'a,b', 'say "hi"', 'two\nlines', '', null, 3])).toBe(
    'plain,"a,b","say ""hi""","two\nlines",,,3\r\n',
  )
})

test('text that a spreadsheet would calculate is defused, numbers stay numbers', () => {
  expect(csvRecord(['=1+1', '+x', '-x', '@SUM(A1)', '\t=1', -4, '=HYPERLINK("http://evil","a")'])).toBe(
    `'=1+1,'+x,'-x,'@SUM(A1),'\t=1,-4,"'=HYPERLINK(""http://evil"",""a"")"\r\n`,
  )
})

test.each([' =1+1', '\u00A0=1+1', '\uFEFF+1', '\u200B@x', '\n-1', '\uFF1D1+1', ' \uFF0B1', '\uFF0D1', '\uFF20x'])(
  '%j is defused: neither blanks before it nor full-width signs hide a formula',
  (cell) => {
    expect(csvRecord([cell]).replaceAll('"', '')).toBe(`'${cell}\r\n`)
  },
)

test('a dash within a text is no formula', () => {
  expect(csvRecord(['a-b', 'x=1'])).toBe('a-b,x=1\r\n')
})
