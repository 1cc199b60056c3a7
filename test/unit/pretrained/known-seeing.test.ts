import { expect, test } from 'vitest'
import { knownSeeing } from '../../../src/main/pretrained/known-seeing.ts'
import type { Seeing } from '../../../src/main/pretrained/seeing.ts'
import { nothingSeen } from '../../support/seeing.ts'

test('a network looks only at files of which nobody knows what it sees', async () => {
  const looked: string[] = []
  const inner: Seeing = {
    ...nothingSeen,
    model: (id) => (id === 'faces' ? 'faces@1' : null),
    see: async (_, files) => files.map((file) => (looked.push(file), Uint8Array.of(9))),
  }
  const seeing = knownSeeing(inner, (file, model) =>
    file === 'a' && model === 'faces@1' ? Uint8Array.of(1) : undefined,
  )
  expect(await seeing.see('faces', ['a', 'b'])).toEqual([Uint8Array.of(1), Uint8Array.of(9)])
  expect(looked).toEqual(['b'])
})
