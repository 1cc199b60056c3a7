import { expect, test } from 'vitest'
import type { ActorScan } from '../../../../src/main/library/scan.ts'
import { createOpeningScan } from '../../../../src/main/operations/context/opening-scan.ts'

const scan: ActorScan = { images: [], manifestStamp: null, base: null, others: [], sidecars: [], skipped: [] }

test('who follows has what was begun since, until the look ends', () => {
  const look = createOpeningScan(['ann', 'bo', 'cy'])
  look.begin('ann')
  const scans = look.follow()
  look.begin('bo')
  const later = look.follow()
  look.read('ann', scan)
  look.read('bo', scan)
  look.end()
  look.read('cy', scan)
  expect([[...scans.keys()], [...later.keys()]]).toEqual([['bo'], []])
})

test('after the look nothing is taken for just read', () => {
  const look = createOpeningScan(['ann'])
  look.end()
  const scans = look.follow()
  look.read('ann', scan)
  expect(scans.size).toBe(0)
})
