import { describe, expect, test } from 'vitest'
import type { Control } from '../../../src/main/fleet/control.ts'
import { approvePlans } from '../../../src/main/hosts/cli/commands/approve-plans.ts'
import type { Frame } from '../../../src/main/hosts/cli/frame.ts'

const plan = (actorId: string, id: string) => ({ actorId, plan: id, deletions: 1, generations: 2, estimatedUsd: 0.08 })

interface FleetOptions {
  readonly answer?: boolean | null
  /** Actors that were planned again, and cancelled, between the list and the approval. */
  readonly changed?: string[]
  readonly cancelled?: string[]
}

/** Creates a fleet with plans of two actors. */
function fleetOf({ answer = null, changed = [], cancelled = [] }: FleetOptions) {
  const approved: (readonly [string, string])[] = []
  const noted: string[] = []
  const asked: string[] = []
  const control: Pick<Control, 'planned' | 'approveShown'> = {
    planned: async (actorIds) =>
      [plan('ada', 'p1'), plan('bob', 'p2')].filter(({ actorId }) => actorIds === 'all' || actorIds.includes(actorId)),
    async approveShown(plans) {
      approved.push(...[...plans].filter(([actorId]) => ![...changed, ...cancelled].includes(actorId)))
      return { approved: approved.length, changed, cancelled }
    },
  }
  const ask = answer === null ? null : async (question: string) => (asked.push(question), answer)
  const frame: Pick<Frame, 'note'> & { readonly terminal: Pick<Frame['terminal'], 'ask'> } = {
    terminal: { ask },
    note: (line) => void noted.push(line),
  }
  return { approve: approvePlans(frame).bind(null, control), approved, noted, asked }
}

describe('fleet approve', () => {
  test('approves the plans that it listed', async () => {
    const { approve, approved, noted, asked } = fleetOf({ answer: true })
    expect(await approve({ all: true })).toMatchObject({ report: { approved: 2, changed: [] }, failed: false })
    expect(approved).toEqual([
      ['ada', 'p1'],
      ['bob', 'p2'],
    ])
    expect(noted.join('\n')).toMatch(/ada +1 +2 +\$0\.08/)
    expect(asked).toEqual(['Remove 2 images and generate 4 for 2 actors, about $0.16?'])
  })

  test('approves nothing without a yes', async () => {
    const { approve, approved } = fleetOf({ answer: false })
    expect(await approve({ all: true })).toMatchObject({ report: { approved: 0 }, failed: false })
    expect(approved).toEqual([])
  })

  test.each([{ all: true }, { actorId: ['ada'] }] as const)(
    'without a terminal and without a yes, what is only listed is not approved: %j',
    async (flags) => {
      const { approve, approved } = fleetOf({})
      await expect(approve(flags)).rejects.toMatchObject({
        code: 'BAD_INPUT',
        message: expect.stringContaining('--yes'),
      })
      expect(approved).toEqual([])
    },
  )

  test('names whose plan was made again between the list and the approval', async () => {
    const { approve, approved } = fleetOf({ changed: ['bob'] })
    expect(await approve({ all: true, yes: true })).toMatchObject({
      report: { approved: 1, changed: ['bob'] },
      notes: ['bob: planned again in the meantime, so not approved.'],
      failed: true,
    })
    expect(approved).toEqual([['ada', 'p1']])
  })

  test('names whose plan was cancelled meanwhile, and does not say that it was made again', async () => {
    const { approve } = fleetOf({ changed: ['ada'], cancelled: ['bob'] })
    expect(await approve({ all: true, yes: true })).toMatchObject({
      report: { approved: 0, changed: ['ada'], cancelled: ['bob'] },
      notes: [
        'ada: planned again in the meantime, so not approved.',
        'bob: cancelled in the meantime, so not approved.',
      ],
      failed: true,
    })
  })

  test('takes plans by their ids, and names those that wait no more', async () => {
    const { approve, approved } = fleetOf({})
    expect(await approve({ plan: ['p2', 'old'] })).toMatchObject({
      notes: ['No plan waits for approval as old: it was planned again, approved or cancelled.'],
      failed: true,
    })
    expect(approved).toEqual([['bob', 'p2']])
  })
})
