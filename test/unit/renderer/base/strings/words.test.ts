import { describe, expect, it } from 'vitest'
import type { ActorView, PlanView, RunView } from '../../../../../src/main/contract/views.ts'
import { totalsOf, queryActors } from '../../../../../src/renderer/src/model/library/actor-filter.ts'
import { actualSize, FITTED, zoomAt } from '../../../../../src/renderer/src/views/stage/zoom.ts'
import { openPlan } from '../../../../../src/renderer/src/model/work/open-plan.ts'
import { shortPrompt, summarise } from '../../../../../src/renderer/src/model/work/summary.ts'
import { bytes, duration, money } from '../../../../../src/renderer/src/base/strings/format.ts'
import { strings } from '../../../../../src/renderer/src/base/strings/index.ts'
import { anActor, aPlan, aRun } from '../../../../support/views.ts'

const actor = (actorId: string, changes: Partial<ActorView> = {}): ActorView =>
  anActor({ actorId, state: 'unbalanced', images: 10, ...changes })

describe('queryActors', () => {
  const actors = [
    actor('actor_10', { deficit: 2 }),
    actor('actor_9', { deficit: 5 }),
    actor('actor_1', { surplus: 3 }),
    actor('balanced', { state: 'balanced' }),
  ]
  const names = (query: Partial<Parameters<typeof queryActors>[1]>) =>
    queryActors(actors, { text: '', filter: 'all', sort: 'gap', ...query }).map((each) => each.actorId)

  it('sorts by what is missing, then by what is too much, or by name as people count', () => {
    expect(names({})).toEqual(['actor_9', 'actor_10', 'actor_1', 'balanced'])
    expect(names({ sort: 'name' })).toEqual(['actor_1', 'actor_9', 'actor_10', 'balanced'])
  })

  it('finds every word anywhere in the name, and a whole name first', () => {
    expect(names({ text: 'tor 1' })).toEqual(['actor_10', 'actor_1'])
    expect(names({ text: 'actor_1' })).toEqual(['actor_1', 'actor_10'])
    expect(names({ filter: 'balanced' })).toEqual(['balanced'])
  })

  it('sums all actors up', () => {
    expect(totalsOf(actors)).toMatchObject({ actors: 4, balanced: 1, missing: 7, byState: { unbalanced: 3 } })
    expect(totalsOf(actors).unknown).toBe(0)
  })

  it('never say that nothing is missing where nobody knows', () => {
    const link = { reason: 'link', count: 5, sentence: '5 images are links and are not read.' } as const
    const unread = actor('links', { state: 'unbalanced', images: 0, skipped: [link] })
    const said = (all: readonly ActorView[]) => {
      const { missing, unknown } = totalsOf(all)
      return strings.totals.missing(missing, unknown)
    }
    expect(said([])).toBe('nothing missing')
    expect(said([unread])).toBe('1 unknown')
    expect(said([unread, ...actors])).toBe('7 missing · 1 unknown')
  })
})

describe('what people read', () => {
  it('gives durations in at most two units', () => {
    expect([0.2, 40, 70, 120, 3000, 3600, 5400].map(duration)).toEqual([
      '0 s',
      '40 s',
      '1 min 10 s',
      '2 min',
      '50 min',
      '1 h',
      '1 h 30 min',
    ])
  })

  it('gives sizes and money', () => {
    expect([999, 84_123, 1_843_000].map(bytes)).toEqual(['999 B', '84.1 kB', '1.8 MB'])
    expect(money(0.1)).toBe('$0.10')
  })

  it('leaves out of a prompt what every prompt says', () => {
    expect(shortPrompt('A gouache illustration of the character on a rooftop, seen from below', 'Gouache')).toBe(
      'on a rooftop, seen from below',
    )
    expect(shortPrompt('Watercolour, loose washes', 'Watercolour')).toBe('loose washes')
    expect(shortPrompt('one two three four', 'Title', 12)).toBe('one two…')
  })
})

const plan = (changes: Partial<PlanView> = {}): PlanView =>
  aPlan({
    createdAt: '2026-01-01T10:00:00.000Z',
    deletions: [false, true].map((skipped, index) => ({
      stepId: `d:${index}`,
      imageId: null,
      filename: `${index}`,
      type: null,
      reason: 'blur',
      detail: '',
      skipped,
      held: false,
    })),
    costUsd: 0.5,
    checksUsd: 0.25,
    totalUsd: 0.75,
    ...changes,
  })

describe('plans', () => {
  it('counts what would be done, and what is left out apart', () => {
    const nothing = plan({ deletions: [], stale: true })
    expect(summarise([plan(), nothing])).toMatchObject({ actors: 1, out: 1, in: 0, skipped: 1, costUsd: 1.5, stale: 1 })
    expect(summarise([plan(), plan({ totalUsd: null })]).costUsd, 'a check without a price').toBeNull()
  })

  it('asks no more while its run is on, nor once that has used it up; undoing the run brings it back', () => {
    const run = (state: RunView['state']): RunView => aRun({ state, startedAt: '2026-01-01T10:01:00.000Z' })
    expect(openPlan(plan(), [])).not.toBeNull()
    expect(openPlan(plan({ stale: true }), [])).not.toBeNull()
    expect(openPlan(plan(), [run('running')])).toBeNull()
    expect(openPlan(plan({ stale: true }), [run('done')])).toBeNull()
    expect(openPlan(plan(), [run('undone')])).not.toBeNull()
    expect(openPlan(plan({ createdAt: '2026-01-01T10:02:00.000Z', stale: true }), [run('done')])).not.toBeNull()
  })
})

describe('zoomAt', () => {
  it('keeps the point under the cursor where it is', () => {
    const cursor = { x: 120, y: -40 }
    const once = zoomAt(FITTED, 2, cursor)
    const twice = zoomAt(once, 1.5, cursor)
    const under = (zoom: typeof once) => (cursor.x - zoom.x) / zoom.scale
    expect(under(twice)).toBeCloseTo(under(FITTED))
    expect(zoomAt(twice, 0.01, cursor)).toEqual(FITTED)
  })

  it('knows the scale of one pixel to one, also for images smaller than the stage', () => {
    expect(actualSize({ width: 2000, height: 1000 }, { width: 1000, height: 900 })).toBe(2)
    expect(actualSize({ width: 500, height: 250 }, { width: 1000, height: 900 })).toBe(0.5)
  })
})
