import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readText } from '../../../src/main/kit/read-text.ts'
import { decodeText } from '../../../src/main/kit/decode-text.ts'

const TEXT = '{"note":"Zoë – “straße” €"}'
const swapped = (bytes: Buffer) => Buffer.from(bytes).swap16()

test.each([
  ['UTF-8', Buffer.from(TEXT)],
  ['UTF-8 with a mark', Buffer.from(`\uFEFF${TEXT}`)],
  ['UTF-16 LE with a mark', Buffer.from(`\uFEFF${TEXT}`, 'utf16le')],
  ['UTF-16 BE with a mark', swapped(Buffer.from(`\uFEFF${TEXT}`, 'utf16le'))],
  ['UTF-16 LE without one', Buffer.from(TEXT, 'utf16le')],
])('%s is read as what it is', (_, bytes) => {
  expect(decodeText(bytes)).toBe(TEXT)
})

test('cp1252 is read byte by byte, also between UTF-8', () => {
  const western = Buffer.from([0x5a, 0x6f, 0xeb, 0x20, 0x93, 0x80, 0x94])
  expect(decodeText(western)).toBe('Zoë “€”')
  expect(decodeText(Buffer.concat([Buffer.from('Zoë, '), western]))).toBe('Zoë, Zoë “€”')
})

test('whatever the bytes are, none is lost to U+FFFD, and UTF-8 is read as such', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
      fc.pre(
        !(bytes[0] === 0xff && bytes[1] === 0xfe) && !(bytes[0] === 0xfe && bytes[1] === 0xff) && !bytes.includes(0),
      )
      const text = decodeText(bytes)
      if (!text.includes('\uFFFD')) return
      expect(Buffer.from(bytes).includes(Buffer.from('\uFFFD'))).toBe(true)
    }),
  )
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      fc.pre(!text.startsWith('\uFEFF') && !text.includes('\0'))
      expect(decodeText(Buffer.from(text))).toBe(text)
    }),
  )
})

test.each([
  ['UTF-16 with its mark', Buffer.from('\uFEFFa photo of ohwx', 'utf16le'), ['not_utf8']],
  ['UTF-16 without one', Buffer.from('a photo of ohwx', 'utf16le'), ['not_utf8']],
  ['UTF-8 with a mark', Buffer.from('\uFEFFa photo of ohwx'), ['bom']],
  ['UTF-8', Buffer.from('a photo of ohwx'), []],
])('%s is read whole, and what trainers stumble over is found', (_, bytes, faults) =>
  expect(readText(bytes)).toEqual({ text: 'a photo of ohwx', faults }),
)
