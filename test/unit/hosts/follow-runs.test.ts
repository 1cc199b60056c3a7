import { expect, test } from 'vitest'
import type { RunView } from '../../../src/main/contract/views.ts'
import { followRuns } from '../../../src/main/hosts/cli/commands/follow-runs.ts'
import type { Carrier } from '../../../src/main/runs/carrier.ts'

const run = (runId: string, state: RunView['state'], done: number): RunView => ({
  runId,
  state,
  startedAt: '',
  endedAt: null,
  actors: [],
  generator: 'g',
  done,
  total: 4,
  phase: `${runId} works`,
  etaSeconds: null,
  costUsd: 0,
  checksUsd: 0,
  estimatedUsd: 0,
  seconds: 0,
  reached: null,
  deleted: 0,
  generated: done,
  failures: [],
  undoable: false,
})

/** Creates a carrier with these runs, which then change as the test says. */
function carrierOf(runs: readonly RunView[]) {
  const watchers = new Set<(view: RunView) => void>()
  const carrier: Pick<Carrier, 'list' | 'watch'> = {
    list: async () => runs,
    watch(onRun) {
      watchers.add(onRun)
      return () => void watchers.delete(onRun)
    },
  }
  return { carrier: carrier as Carrier, watchers, tell: (view: RunView) => watchers.forEach((watch) => watch(view)) }
}

function terminal(signal = new AbortController().signal) {
  let written = ''
  const stderr = { write: (text: string) => (written += text) }
  return { terminal: { stderr, signal } as never, written: () => written }
}

test('shows the runs that move until none does', async () => {
  const { carrier, watchers, tell } = carrierOf([run('a', 'running', 1), run('old', 'done', 4)])
  const { terminal: out, written } = terminal()
  const followed = followRuns(carrier, out)
  await expect.poll(() => watchers.size).toBe(1)
  tell(run('old', 'done', 4))
  tell(run('a', 'running', 2))
  tell(run('b', 'running', 0))
  tell(run('a', 'done', 4))
  expect(watchers.size).toBe(1)
  tell(run('b', 'interrupted', 1))
  await followed
  expect([written(), watchers.size]).toEqual(['a works 2/4 (50 %)\n', 0])
})

test('ends at once where nothing moves, and when it is interrupted', async () => {
  await followRuns(carrierOf([run('a', 'interrupted', 1)]).carrier, terminal().terminal)
  const stop = new AbortController()
  const { carrier, watchers } = carrierOf([run('a', 'running', 1)])
  const followed = followRuns(carrier, terminal(stop.signal).terminal)
  await expect.poll(() => watchers.size).toBe(1)
  stop.abort()
  await followed
  expect(watchers.size).toBe(0)
})
