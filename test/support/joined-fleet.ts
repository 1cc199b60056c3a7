import type { FleetActorState, FleetActorView, FleetView } from '../../src/main/contract/fleet.ts'
import type { RunView } from '../../src/main/contract/views.ts'
import { approvedMeanwhile, type FleetLink } from '../../src/main/runs/fleet-link.ts'

export const fleetActor = (actorId: string, state: FleetActorState, run = 1): FleetActorView => ({
  actorId,
  run,
  state,
  deletions: 1,
  generations: 2,
  estimatedUsd: 0.08,
  note: state === 'failed' ? `${actorId} is damaged.` : null,
  worker: null,
  plan: null,
})

export const fleetView = (actors: readonly FleetActorView[]): FleetView => ({
  store: 's3://studio/sets',
  paused: false,
  limitUsd: null,
  spentUsd: 0,
  reservedUsd: 0,
  toComeUsd: 0,
  images: 0,
  imagesLastMinute: 0,
  workers: [],
  actors: [...actors],
})

/** Creates a fleet link whose views and runs the test sets; `asked` records its calls. */
export function fleetLink(store = 's3://studio/sets') {
  const asked: string[] = []
  let tell: (view: FleetView) => void = () => {}
  let tellRun: (run: RunView) => void = () => {}
  const plans = new Map<string, string>()
  const link: FleetLink = {
    store,
    settings: { total: 7 },
    carrier: {
      start: async ({ actorIds, reviewed }) => {
        asked.push(['start', String(actorIds), ...(reviewed?.values() ?? [])].join(' '))
        return { runId: 'fleet-1' } as RunView
      },
      async resume(runId, failedToo) {
        asked.push(`${failedToo ? 'retry' : 'resume'} ${runId}`)
        return { runId } as RunView
      },
      pause: async (runId) => void asked.push(`pause ${runId}`),
      cancel: async (runId) => void asked.push(`cancel ${runId}`),
      list: async () => [],
      watch(onRun) {
        tellRun = onRun
        return () => {}
      },
    },
    plan: async (actorIds) => {
      asked.push(`plan ${actorIds.join(' ')}`)
      return { run: 2, actorIds: actorIds.filter((actorId) => actorId !== 'busy') }
    },
    plans: async (actorIds) => new Map([...plans].filter(([actorId]) => actorIds.includes(actorId))),
    async changePlan(actorId, { deletions, generations, estimatedUsd }) {
      if (!plans.has(actorId)) throw approvedMeanwhile(actorId)
      asked.push(`change ${actorId} ${deletions} ${generations} ${estimatedUsd}`)
    },
    drop: async (actorIds) => {
      asked.push(`drop ${actorIds.join(' ')}`)
      return actorIds.filter((actorId) => plans.has(actorId)).length
    },
    async *watch(signal) {
      while (!signal.aborted) {
        const next = Promise.withResolvers<FleetView | null>()
        tell = next.resolve
        signal.addEventListener('abort', () => next.resolve(null), { once: true })
        const view = await next.promise
        if (view) yield view
      }
    },
    close: async () => void asked.push('close'),
  }
  return { link, asked, plans, tell: (view: FleetView) => tell(view), tellRun: (run: RunView) => tellRun(run) }
}
