import { expect, test } from 'vitest'
import { withEvents } from '../../../src/main/hosts/cli/commands/fleet-events.ts'

const status = { report: { counts: {} }, lines: ['1 done'] }
const event = { run: 1, actorId: 'ann', actors: 1, usd: null, note: null }

test('events follow the status, the last at the end, for people and as JSON', () => {
  const { lines, report } = withEvents(status, [
    { ...event, id: 2, at: '2026-11-30T10:00:01.000Z', kind: 'done', who: 'render-2', usd: 0.24 },
    { ...event, id: 1, at: '2026-11-30T10:00:00.000Z', kind: 'approved', who: 'desk' },
  ])
  expect(lines.slice(0, 2)).toEqual(['1 done', ''])
  expect(lines.slice(4).join('\n')).toMatch(/ann: approved +desk\n.* ann: done, \$0\.24 +render-2$/)
  expect(report).toMatchObject({
    counts: {},
    events: [
      { kind: 'approved', actor_id: 'ann', run_id: 1, who: 'desk' },
      { kind: 'done', usd: 0.24 },
    ],
  })
  expect(withEvents(status, []).lines).toEqual(['1 done', '', 'Nothing has happened yet.'])
})
