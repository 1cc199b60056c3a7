import { expect, test } from 'vitest'
import { eventInWords, type FleetEvent } from '../../../src/main/domain/fleet-event.ts'

const of = (event: Partial<FleetEvent>): string =>
  eventInWords({ kind: 'started', actorId: 'ann', actors: 1, usd: null, note: null, ...event }, (usd) => `$${usd}`)

test('says what happened to which actor, for how much and why', () => {
  expect(of({})).toBe('ann: started')
  expect(of({ actorId: null, actors: 312, kind: 'approved' })).toBe('312 actors: approved')
  expect(of({ kind: 'taken over', note: 'render-2' })).toBe('ann: taken over from render-2')
  expect(of({ kind: 'planned', usd: 0.28 })).toBe('ann: planned, about $0.28')
  expect(of({ kind: 'done', usd: 0 })).toBe('ann: done')
  expect(of({ kind: 'done', usd: 0.24 })).toBe('ann: done, $0.24')
  expect(of({ kind: 'failed', note: 'ann_3.jpg is damaged.' })).toBe('ann: failed. ann_3.jpg is damaged.')
})

test('says what concerns the fleet as a whole', () => {
  const fleet = { actorId: null, actors: 0 }
  expect(of({ ...fleet, kind: 'paused' })).toBe('Fleet paused')
  expect(of({ ...fleet, kind: 'limit', usd: 20 })).toBe('Limit set to $20')
  expect(of({ ...fleet, kind: 'limit' })).toBe('Limit removed')
  expect(of({ ...fleet, kind: 'left' })).toBe('Worker stopped')
})
