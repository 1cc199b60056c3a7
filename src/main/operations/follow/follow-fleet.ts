import { setTimeout as delay } from 'node:timers/promises'
import type { FleetView } from '../../contract/fleet.ts'
import type { RunView } from '../../contract/views.ts'
import { EvencastError, messageOf } from '../../domain/error.ts'
import { storeAddress } from '../../domain/store-address.ts'
import { abortable } from '../../kit/abortable.ts'
import type { FleetLink } from '../../runs/fleet-link.ts'
import type { Activity } from '../context/activity.ts'
import type { Announcer } from '../context/announcer.ts'
import type { LibraryContext } from '../context/library-context.ts'

export interface FleetPorts {
  readonly context: Pick<LibraryContext, 'layout' | 'folders' | 'emit' | 'log'>
  readonly activity: Activity
  readonly announcer: Announcer
  /** Returns the address of the fleet's PostgreSQL; null when none is known. */
  readonly address: () => string | null
  readonly connect: (address: string) => Promise<FleetLink>
  /** Called with the settings of the fleet, and with `{}` when it was left. */
  readonly onSettings: (settings: FleetLink['settings']) => void
  /** Called when a run of the fleet ended or continues. */
  readonly onHistory: () => void
  /** Called when an actor was published. */
  readonly onPublished: () => void
}

export interface FleetFollower {
  /** Joins the fleet that works on this library, if there is one, and shows its state. Call it again when the address has changed. */
  follow(): void
  close(): Promise<void>
}

const PACE = {
  retryMs: 2000,
  /** Delay before looking for a fleet again, which may be set up or move to this library at any time. */
  recheckMs: 15_000,
  /** Time after which a connection that does not close is abandoned. */
  leaveMs: 2000,
}

/** Shows the state of the fleet that works on the opened library's store. PostgreSQL is queried only for a working copy. */
export function followFleet(ports: FleetPorts, { retryMs, recheckMs, leaveMs } = PACE): FleetFollower {
  const { context, activity, announcer, address, connect } = ports
  const { fleet } = activity
  let following: { readonly address: string; readonly ending: AbortController; readonly over: Promise<void> } | null =
    null

  function show(view: FleetView): void {
    const { store: _, workers, actors, ...figures } = view
    say({ ...figures, workers: workers.length, problem: null })
    const planned = actors.filter(
      ({ actorId, state }) => state === 'planned' || fleet.actors.get(actorId)?.state === 'planned',
    )
    const published = actors.some(
      ({ actorId, state }) => state === 'done' && (fleet.actors.get(actorId)?.state ?? 'done') !== 'done',
    )
    for (const actor of actors) fleet.actors.set(actor.actorId, actor)
    const changed = actors.map(({ actorId }) => actorId).filter((actorId) => context.folders.has(actorId))
    announcer.actors(changed, { images: false })
    if (planned.length > 0) context.emit({ type: 'plans', actorIds: planned.map(({ actorId }) => actorId) })
    if (published) ports.onPublished()
    fleet.changes.settle(null)
  }

  function say(figures: NonNullable<typeof fleet.figures>): void {
    const same = JSON.stringify(figures) === JSON.stringify(fleet.figures)
    fleet.figures = figures
    if (!same) announcer.library()
  }

  function showRun(run: RunView): void {
    const before = fleet.runs.get(run.runId)
    fleet.runs.set(run.runId, run)
    context.emit({ type: 'run', run })
    if (before?.endedAt !== run.endedAt) ports.onHistory()
  }

  async function watch(link: FleetLink, signal: AbortSignal): Promise<void> {
    signal.addEventListener('abort', link.carrier.watch(showRun), { once: true })
    while (!signal.aborted) {
      try {
        for await (const view of link.watch(signal)) if (!signal.aborted) show(view)
      } catch (error) {
        if (fleet.figures && !signal.aborted) say({ ...fleet.figures, problem: messageOf(error) })
        fleet.changes.settle(null)
      }
      await delay(retryMs, undefined, { signal }).catch(() => {})
    }
  }

  /** Returns null when that fleet works on another library, or when none is set up at that address. */
  async function join(at: string, signal: AbortSignal, warn: (error: unknown) => void): Promise<FleetLink | null> {
    try {
      const link = await connect(at)
      if (!signal.aborted && storeAddress(link.store) === context.layout.address) return link
      await link.close()
    } catch (error) {
      warn(error)
      if (!(error instanceof EvencastError) || error.code !== 'NOT_FOUND') throw error
    }
    return null
  }

  /** Retries until a fleet works on this library. Until it is known that none does, this machine does not work on it. */
  async function joinSometime(at: string, signal: AbortSignal): Promise<FleetLink | null> {
    const warned = new Set<string>()
    const warn = (error: unknown): void => {
      const message = messageOf(error)
      if (signal.aborted || warned.has(message)) return
      warned.add(message)
      context.log.warn({ err: error }, 'fleet not joined')
      if (error instanceof EvencastError) context.emit({ type: 'notice', level: 'warning', message })
    }
    let isNone = false
    while (!signal.aborted) {
      const joining = abortable(join(at, signal, warn), signal)
      // An earlier answer is valid until there is another one.
      if (!isNone) fleet.found = joining
      try {
        const link = await joining
        isNone = link === null
        if (link) return link
      } catch {
        isNone = false
      } finally {
        if (!signal.aborted) fleet.found = joining
      }
      await delay(isNone ? recheckMs : retryMs, undefined, { signal }).catch(() => {})
    }
    return null
  }

  async function run(at: string, signal: AbortSignal): Promise<void> {
    const link = await joinSometime(at, signal)
    if (!link) return
    try {
      if (signal.aborted) return
      fleet.link = link
      ports.onSettings(link.settings)
      await watch(link, signal)
    } finally {
      await link.close()
    }
  }

  async function leave(): Promise<void> {
    following?.ending.abort(new EvencastError('CANCELLED', 'The fleet was left.'))
    await Promise.race([following?.over, delay(leaveMs, undefined, { ref: false })])
    following = null
    fleet.found = Promise.resolve(null)
    if (!fleet.link) return
    fleet.link = null
    fleet.figures = null
    fleet.actors.clear()
    fleet.reviewed.clear()
    fleet.runs.clear()
    fleet.changes.settle(new EvencastError('CANCELLED', 'The fleet was left. Press Balance to plan on this machine.'))
    ports.onSettings({})
  }

  let turn: Promise<void> = Promise.resolve()
  return {
    follow() {
      turn = turn.then(async () => {
        const at = context.layout.address === undefined ? null : address()
        if (at === (following?.address ?? null)) return
        await leave()
        if (at === null) return
        const ending = new AbortController()
        following = {
          address: at,
          ending,
          over: run(at, ending.signal).catch((error: unknown) =>
            context.log.error({ err: error }, 'fleet not followed'),
          ),
        }
      })
    },
    async close() {
      turn = turn.then(leave)
      await turn
    },
  }
}
