import { EvencastError, messageOf } from '../../domain/error.ts'
import type { Activity } from '../context/activity.ts'
import type { Announcer } from '../context/announcer.ts'
import type { Tasks } from '../context/tasks.ts'
import { changedHere, changedThere } from './store-changes.ts'
import type { StoreRecords } from './store-records.ts'
import type { SyncContext } from './sync-context.ts'
import type { Syncing } from './sync-library.ts'

/** Keeps a working copy and its store in step, both ways, for as long as the library is open. */
export interface StoreFollower {
  /** Until all images of these actors are here. Throws what keeps them from coming. */
  here(actorIds: readonly string[], signal?: AbortSignal): Promise<void>
  /** Until what is here and what is in the store are the same. Throws what keeps them apart. */
  inStep(signal?: AbortSignal): Promise<void>
  /** Stops; what was not sent is sent when the library is opened again. */
  close(): Promise<void>
}

export interface FollowPorts {
  readonly context: SyncContext
  readonly syncing: Syncing
  readonly records: () => StoreRecords | null
  readonly activity: Activity
  readonly announcer: Announcer
  readonly tasks: Tasks
  readonly indexed: Promise<void>
}

/** A listing of a large bucket takes long and costs money: the next waits for this many times as long. */
const SHARE = 20
const POLL_MS = 15_000
const RETRY_MS = 10_000
/** Edits come in flocks. */
const REST_MS = 250
/** Of what fails, before it waits for the next look. */
const TRIES = 3
const NEW_AT_ONCE = 24
const CHANGED_AT_ONCE = 8
const FETCHED_AT_ONCE = 4

export function followStore(ports: FollowPorts): StoreFollower {
  const { context, syncing, records, activity, announcer, tasks, indexed } = ports
  const closing = new AbortController()
  const { signal } = closing
  const stale = new Map<string, number>()
  const touched = new Set<string>()
  const wanted = new Set<string>()
  /** What did not come: not tried again before the next look. */
  const failed = new Map<string, string>()
  const tries = new Map<string, number>()
  let isDue = true
  let isBusy = false
  let checksAll = true
  let isPaused = false
  let begun = 0
  /** The last look that came to its end, by its number. */
  let looks = 0
  let pollMs = POLL_MS
  let wake = () => {}
  let waiting: {
    readonly isOver: () => boolean
    readonly resolve: () => void
    readonly reject: (error: unknown) => void
  }[] = []

  async function look(): Promise<void> {
    const [store, known] = [context.store(), records()]
    if (!store || !known) throw new EvencastError('BAD_INPUT', 'The store of this library is not set.')
    const began = performance.now()
    const turn = ++begun
    const all = checksAll
    // Who asks from now on asks for another one.
    isDue = checksAll = false
    const there = await changedThere(context, store, known, signal)
    pollMs = Math.max(POLL_MS, SHARE * (performance.now() - began))
    failed.clear()
    tries.clear()
    stale.clear()
    for (const [actorId, images] of there) stale.set(actorId, images)
    // Later ones are told.
    if (all) for (const actorId of await changedHere(context, known)) touched.add(actorId)
    looks = turn
    say(null)
    followDownload()
  }

  /** Whose turn it is: those nobody has seen, then what was changed here, then who is looked at, then the others. */
  async function next(): Promise<{ readonly actorIds: readonly string[]; readonly isNew: boolean } | null> {
    const open = [...stale.keys()].filter((actorId) => !failed.has(actorId))
    const fresh = open.filter((actorId) => !context.folders.has(actorId))
    if (fresh.length > 0) return { actorIds: fresh.slice(0, NEW_AT_ONCE), isNew: true }
    const known = records()
    while (touched.size > 0 && known) {
      const some = [...touched].slice(0, CHANGED_AT_ONCE)
      for (const actorId of some) touched.delete(actorId)
      const changed = (await changedHere(context, known, some)).filter((actorId) => !failed.has(actorId))
      if (changed.length > 0) return { actorIds: changed, isNew: false }
    }
    const first = open.filter((actorId) => wanted.has(actorId))
    const others = first.length > 0 ? first : isPaused ? open.filter((actorId) => stale.get(actorId) === 0) : open
    return others.length > 0 ? { actorIds: others.slice(0, FETCHED_AT_ONCE), isNew: false } : null
  }

  async function bring({ actorIds, isNew }: { readonly actorIds: readonly string[]; readonly isNew: boolean }) {
    const outcome = await syncing.sync({ actorIds, signal, ...(isNew && { download: 'base images' }) })
    const [problem] = outcome.failed
    for (const actorId of actorIds) {
      const why = outcome.failed.find(({ file }) => file.includes(`/${actorId}/`))
      if (!why) {
        if (!isNew) stale.delete(actorId)
        continue
      }
      // Somebody else may have written at the same moment: the next try sees that.
      const tried = (tries.get(actorId) ?? 0) + 1
      tries.set(actorId, tried)
      if (tried >= TRIES) failed.set(actorId, why.error)
      else if (!stale.has(actorId)) stale.set(actorId, 0)
    }
    // A name that cannot be an actor's is never here.
    if (isNew)
      for (const actorId of actorIds) if (!context.folders.has(actorId)) failed.set(actorId, `${actorId} is no actor.`)
    if (outcome.conflicts.length > 0)
      context.emit({
        type: 'notice',
        level: 'warning',
        message: `${outcome.conflicts.length} files of ${actorIds.join(', ')} were changed here and in the store. Open Sync to choose.`,
      })
    if (problem && failed.size > 0) say(problem.error)
    show()
    announcer.actors(actorIds)
  }

  function show(): void {
    activity.toCome.clear()
    for (const [actorId, images] of stale) if (images > 0) activity.toCome.set(actorId, images)
    announcer.library()
    settle(null)
    wake()
  }

  /** Once for as long as it lasts. */
  function say(problem: string | null): void {
    if (activity.storeProblem === problem) return
    activity.storeProblem = problem
    // No warning that stays: the library's view says it for as long as it lasts.
    if (problem !== null)
      context.emit({ type: 'notice', level: 'info', message: `${problem} Changes are kept here and sent later.` })
    announcer.library()
  }

  let following = false
  /** Shown as a task while there is something to fetch; who cancels it gets the images of an actor when it is opened. */
  function followDownload(): void {
    show()
    const left = () => [...stale.values()].reduce((sum, images) => sum + images, 0)
    const total = left()
    if (total === 0 || following || isPaused) return
    following = true
    tasks.launch('sync', 'Downloading', async ({ signal: stop, progress }) => {
      stop.addEventListener('abort', () => (isPaused = true), { once: true })
      try {
        await until(
          () => {
            progress('Downloading images', total - Math.min(total, left()), total)
            return left() === 0
          },
          AbortSignal.any([stop, signal]),
        )
      } finally {
        following = false
      }
    })
  }

  function settle(error: unknown): void {
    const now = waiting
    waiting = []
    for (const one of now) {
      if (one.isOver()) one.resolve()
      else if (error !== null) one.reject(error)
      else waiting.push(one)
    }
  }

  function until(isOver: () => boolean, stop?: AbortSignal): Promise<void> {
    return new Promise<void>((resolve, reject) => {
      stop?.addEventListener('abort', () => reject(stop.reason), { once: true })
      waiting.push({ isOver, resolve, reject })
      wake()
      settle(null)
    })
  }

  async function run(): Promise<void> {
    await indexed.catch(() => {})
    while (!signal.aborted) {
      let restMs = pollMs
      try {
        isBusy = true
        if (isDue) await look()
        for (let turn = await next(); turn && !signal.aborted; turn = await next()) await bring(turn)
        isBusy = false
        const [error] = failed.values()
        if (error !== undefined) restMs = RETRY_MS
        settle(error === undefined ? null : new EvencastError('UNAVAILABLE', error))
      } catch (error) {
        if (signal.aborted) return
        context.log.warn({ err: error }, 'store not followed')
        say(messageOf(error))
        settle(error)
        restMs = RETRY_MS
        isDue = checksAll = true
      }
      if (await rested(restMs)) isDue = true
    }
  }

  /** True when nothing woke it. */
  const rested = (ms: number): Promise<boolean> =>
    new Promise((resolve) => {
      if (signal.aborted) return resolve(false)
      const timer = setTimeout(() => resolve(true), ms)
      timer.unref()
      wake = () => {
        clearTimeout(timer)
        wake = () => {}
        setTimeout(() => resolve(false), REST_MS)
      }
      if ((touched.size > 0 && activity.storeProblem === null) || (isDue && waiting.length > 0)) wake()
    })

  activity.shown = (actorId) => {
    wanted.clear()
    wanted.add(actorId)
    if (stale.has(actorId)) wake()
  }
  activity.touched = (actorIds) => {
    for (const actorId of actorIds) touched.add(actorId)
    if (activity.storeProblem === null) wake()
  }
  const running = run()

  return {
    here(actorIds, stop) {
      for (const actorId of actorIds) wanted.add(actorId)
      return until(() => looks > 0 && actorIds.every((actorId) => !stale.get(actorId)), stop)
    },
    inStep(stop) {
      const before = begun
      isDue = true
      checksAll = true
      return until(() => looks > before && !isBusy && stale.size === 0 && touched.size === 0, stop)
    },
    async close() {
      closing.abort(new EvencastError('CANCELLED', 'The library was closed.'))
      wake()
      settle(signal.reason)
      activity.touched = () => {}
      await running
    },
  }
}
