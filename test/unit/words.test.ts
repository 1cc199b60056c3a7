import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const SRC = join(import.meta.dirname, '../../src')

/** Retired words, which the field's own terms have replaced. */
const RETIRED = [
  'Attended',
  'attended',
  'beginLook',
  'bringManifest',
  'Closing',
  'closingOf',
  'Deed',
  'deed',
  'FileCard',
  'findLost',
  'ImageCard',
  'LookBar',
  'LookOffer',
  'LookPurpose',
  'LookRow',
  'LookView',
  'MakingPrice',
  'makingPrice',
  'noticeLook',
  'offerLook',
  'Patience',
  'patience',
  'prepareSitting',
  'readTraits',
  'renewCards',
  'Sitting',
  'SyncWishes',
  'toldNothing',
  'Traits',
  'untold',
  'useLooks',
  'whence',
  'wishes',
  'withLook',
] as const

const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.tsx?$/.test(path))
  .map((path) => ({ path: path.replaceAll('\\', '/'), text: readFileSync(join(SRC, path), 'utf8') }))

const isComment = (line: string): boolean => /^\s*(?:\/\/|\/?\*)/.test(line)

test('retired words stay retired', () => {
  const pattern = new RegExp(`\\b(?:${RETIRED.join('|')})\\b`)
  expect(files.filter(({ text }) => pattern.test(text)).map(({ path }) => path)).toEqual([])
})

test('comments use plain technical English', () => {
  const wrong = files.flatMap(({ path, text }) =>
    text
      .split('\n')
      .filter((line) => isComment(line) && /\b(?:anew|whence|reckon\w*)\b/i.test(line))
      .map((line) => `${path}: ${line.trim()}`),
  )
  expect(wrong).toEqual([])
})
