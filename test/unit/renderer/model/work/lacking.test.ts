import { expect, test } from 'vitest'
import { lackingOf } from '../../../../../src/renderer/src/model/work/lacking.ts'
import { anActor, aPlan } from '../../../../support/views.ts'

test('those who lack images that no plan can make come with how many, the most first', () => {
  const short = (actorId: string, missing: number) =>
    aPlan({ actorId, shortfalls: missing > 0 ? [{ type: 'photorealistic', missing, why: 'No.' }] : [] })
  const plans = new Map([short('ann', 3), short('bea', 0), short('cid', 7)].map((plan) => [plan.actorId, plan]))
  const actors = new Map([['dora', anActor({ actorId: 'dora', deficit: 2 })]])
  expect(lackingOf(['ann', 'bea', 'cid', 'dora'], plans, actors)).toEqual([
    { actorId: 'cid', missing: 7 },
    { actorId: 'ann', missing: 3 },
    { actorId: 'dora', missing: 2 },
  ])
})
