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
