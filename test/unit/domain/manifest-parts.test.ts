import { expect, test } from 'vitest'
import { parseKeeping } from '../../../src/main/domain/json-literal.ts'
import { writeManifest } from '../../../src/main/domain/manifest.ts'
import { parsedInParts } from '../../../src/main/domain/manifest-parts.ts'

function inParts(text: string): { readonly value: unknown; readonly stops: number } {
  const work = parsedInParts(text)
  for (let stops = 0; ; stops++) {
    const step = work.next()
    if (step.done) return { value: step.value, stops }
  }
}

const long = 'a prompt with "quotes", {braces} and\nlines\n    },\n    { in it. '.repeat(40)
const manifest = (more: object = {}) => ({
  version: 1 as const,
  actor_id: 'ann',
  updated_at: '2026-11-30T12:00:00.000Z',
  before: [{ a: 1 }],
  images: Array.from({ length: 500 }, (_, n) => ({ filename: `ann_${n}.jpg`, prompt: long, nested: [{ n }, []] })),
  after: [[{ b: 2 }]],
  ...more,
})

test('a long manifest of ours is read in parts and says the same', () => {
  const text = writeManifest(manifest()).replace('"n": 7', '"n": 18446744073709551615')
  const { value, stops } = inParts(text)
  expect(stops).toBeGreaterThan(2)
  expect(value).toEqual(parseKeeping(text))
  expect(Object.keys(value as object)).toEqual(Object.keys(parseKeeping(text) as object))
})

test('one that is laid out or meant in another way is left to who reads it as a whole', () => {
  const { images } = manifest()
  const ours = writeManifest(manifest())
  const others = [
    JSON.stringify(manifest()),
    JSON.stringify(manifest(), null, 4),
    JSON.stringify(images, null, 2),
    writeManifest({ ...manifest({ images: undefined }), of: { images } } as never),
    ours.replace('\n}\n', ',\n  "images": []\n}\n'),
    ours.replace('"before"', '"images": 1, "before"'),
    ours.slice(0, -200),
    ours.replace('"n": 400', '"n": '),
    // With two spaces less, the apparent end of an entry is inside one.
    JSON.stringify({ a: manifest() }, null, 2).replaceAll('\n  ', '\n'),
  ]
  for (const text of others) expect(inParts(text).value).toBeNull()
})
