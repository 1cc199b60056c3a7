import type { FleetActorState, FleetEventView } from '../../../../main/contract/fleet.ts'
import { eventInWords } from '../../../../main/domain/fleet-event.ts'
import { namedActors } from '../../../../main/domain/reached.ts'
import { count, money } from './format.ts'
import { plural } from './words.ts'

export const workers = {
  title: 'Fleet',
  command: 'Fleet…',
  loading: 'Connecting to the fleet…',
  nothing: 'Nothing started yet',
  nothingText: 'Balance actors of its library, or start them with “evencast fleet start”.',
  noneFound: 'No such actors',
  workers: 'Workers',
  silent: (n: number) => (n === 0 ? 'all respond' : `${count(n)} not responding`),
  away: 'Fleet not reachable',
  noWorkers: 'start some with “evencast worker”',
  images: 'Images',
  lately: (n: number) => `${count(n)} in the last minute`,
  spent: 'Spent',
  underWay: (usd: number) => `${money(usd)} under way`,
  ofLimit: (usd: number) => `of ${money(usd)}`,
  toCome: 'To come',
  forPlans: (n: number) => `in ${plural(n, 'plan')}`,
  limit: 'Limit in dollars',
  limitLabel: 'Limit',
  noLimit: 'None',
  find: 'Find actor',
  show: 'Show',
  all: 'All',
  actors: 'Actors',
  activity: 'Activity',
  latestFirst: 'Most recent first',
  event: (event: FleetEventView) => eventInWords(event, money),
  noEvents: 'Nothing has happened yet',
  noEventsFound: 'No recent activity for these actors',
  choose: (actorId: string) => `Select ${actorId}`,
  approve: 'Approve',
  approveOne: (actorId: string) => `Approve the plan of ${actorId}`,
  approveAll: (n: number) => `Approve ${n === 1 ? '1 plan' : `all ${count(n)} plans`}`,
  approveSome: (n: number) => `Approve ${plural(n, 'plan')}`,
  approved: (n: number) => `${plural(n, 'plan')} approved.`,
  approvedSome: (n: number, changed: readonly string[], cancelled: readonly string[]) =>
    [
      `${plural(n, 'plan')} approved.`,
      ...(changed.length > 0
        ? [
            `${namedActors(changed)}: planned again in the meantime, so not approved. Review the new plan, then approve it.`,
          ]
        : []),
      ...(cancelled.length > 0 ? [`${namedActors(cancelled)}: cancelled in the meantime, so not approved.`] : []),
    ].join(' '),
  pause: 'Pause',
  paused: 'Paused: no images are requested.',
  resume: 'Resume',
  resumeStopped: (n: number) => `Resume ${plural(n, 'stopped actor')}`,
  cancel: 'Cancel…',
  sure: (n: number) => `Cancel ${plural(n, 'actor')}`,
  keep: 'Keep going',
  steps: (deletions: number, generations: number) => `Remove ${count(deletions)} · Generate ${count(generations)}`,
  states: {
    waiting: 'Waiting',
    planned: 'To approve',
    approved: 'Approved',
    publishing: 'Uploading',
    stopped: 'Stopped',
    done: 'Done',
    failed: 'Failed',
    cancelled: 'Cancelled',
  } satisfies Record<FleetActorState, string>,
  stateOf: ({ state, worker }: { readonly state: FleetActorState; readonly worker: string | null }): string =>
    (worker !== null && WORKING[state]) || workers.states[state],
  /** One-line summary of the library's fleet. */
  inShort: (figures: ShortFigures): string =>
    [
      figures.paused
        ? 'Fleet paused'
        : figures.workers === 0
          ? 'No workers running'
          : plural(figures.workers, 'worker'),
      figures.limitUsd === null
        ? `${money(figures.spentUsd)} spent`
        : `${money(figures.spentUsd)} of ${money(figures.limitUsd)}`,
    ].join(' · '),
} as const

interface ShortFigures {
  readonly workers: number
  readonly paused: boolean
  readonly spentUsd: number
  readonly limitUsd: number | null
}

/** Labels while a worker holds the actor. */
const WORKING: Partial<Record<FleetActorState, string>> = { waiting: 'Planning', approved: 'Running' }
