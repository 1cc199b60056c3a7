import { expect, test } from 'vitest'
import { otherPerson } from '../../../../src/main/operations/run/other-person.ts'
import { packVectors } from '../../../../src/main/pretrained/networks/vectors.ts'
import { nothingSeen } from '../../../support/seeing.ts'

const RED = Float32Array.of(1, 0)
const BLUE = Float32Array.of(0, 1)

function contextOf(found: readonly Float32Array[], base: { readonly basePhotograph?: boolean } = {}) {
  const known = { baseImages: ['base'], basePhotograph: true, ...base }
  const catalog = { actors: { get: () => known }, vectors: { get: () => Buffer.from(packVectors([RED])) } }
  const seeing = { ...nothingSeen, model: () => 'faces@1', see: async () => [packVectors(found)] }
  // Only the members that are used.
  return { catalog, seeing } as unknown as Parameters<typeof otherPerson>[0]
}

test('a new photograph with another face is refused; a drawing, a face that cannot be told and an actor who is drawn are not', async () => {
  const of = (context: Parameters<typeof otherPerson>[0], type = 'photorealistic' as const) =>
    otherPerson(context, 'ada', 'new.jpg', type)
  expect(await of(contextOf([BLUE]))).toContain('another person')
  expect(await of(contextOf([BLUE, RED]))).toBeNull()
  expect(await of(contextOf([]))).toBeNull()
  expect(await otherPerson(contextOf([BLUE]), 'ada', 'new.jpg', 'bw_stylized')).toBeNull()
  expect(await of(contextOf([BLUE], { basePhotograph: false }))).toBeNull()
  expect(await of({ ...contextOf([BLUE]), seeing: nothingSeen })).toBeNull()
})
