import { setTimeout as delay } from 'node:timers/promises'
import { EvencastError, messageOf } from '../../domain/error.ts'
import { createWaiting, type Waiting } from '../../kit/waiting.ts'
import { createWake } from '../../kit/wake.ts'
import { unusableNames } from '../../storage/unusable.ts'
import type { Activity } from '../context/activity.ts'
import type { Announcer } from '../context/announcer.ts'
import type { Tasks } from '../context/tasks.ts'
import { changedHere, changedThere } from './store-changes.ts'
import { createStoreQueue, type StoreQueue, type Turn } from './store-queue.ts'
import type { StoreRecords } from './store-records.ts'
import type { SyncContext } from './sync-context.ts'
import type { Syncing } from './sync-library.ts'

/** Syncs a working copy and its store in both directions while the library is open. */
export interface StoreFollower {
  /** Waits until all images of these actors are downloaded. Throws the error that prevents it. */
  here(actorIds: readonly string[], signal?: AbortSignal): Promise<void>
  /** Waits until local changes of these actors are uploaded. Throws the error that prevents it. */
  sent(actorIds: readonly string[], signal?: AbortSignal): Promise<void>
  /** Returns actors with local changes that are not in the store yet. */
  unsent(): Promise<readonly string[]>
  /** Waits until library and store are the same. Throws the error that prevents it. */
  inStep(signal?: AbortSignal): Promise<void>
  /** Polls the store soon, after a report that it has changed. */
  lookSoon(): void
  /** Stops. Changes that were not sent are sent when the library is opened again. */
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

/** The pause between two listings, as a multiple of the time that the last one took. Listing a large bucket is slow and costs money. */
const SHARE = 20
const POLL_MS = 15_000
const RETRY_MS = 10_000
/** Delay before a burst of edits is handled, in milliseconds. */
const REST_MS = 250

export function followStore(ports: FollowPorts): StoreFollower {
  const { context, syncing, records, activity, announcer, indexed } = ports
  const closing = new AbortController()
  const { signal } = closing
  const queue = createStoreQueue(context)
  const waiting = createWaiting()
  const wake = createWake()
  const downloads = showDownloads(ports, queue, waiting, signal)
  let isDue = true
  let isBusy = false
  let checksAll = true
  let begun = 0
  /** Number of the last listing that succeeded. */
  let looks = 0
  let lookedMs = 0
  let pollMs = POLL_MS
  let warned = ''

  async function look(): Promise<void> {
    const [store, known] = [context.store(), records()]
    if (!store || !known) throw new EvencastError('BAD_INPUT', 'The store of this library is not set.')
    const began = performance.now()
    const turn = ++begun
    const all = checksAll
    // Requests from now on need another listing.
    isDue = checksAll = false
    const { unsynced, unusable } = await changedThere(context, store, known, signal)
    queue.found(unsynced)
    warn(unusable)
    lookedMs = performance.now()
    pollMs = Math.max(POLL_MS, SHARE * (lookedMs - began))
    // Only the first listing compares all local files; later changes are reported by `touched`.
    if (all) queue.touch(await changedHere(context, known))
    looks = turn
    say(null)
    show()
    downloads.show()
  }

  async function bring(turn: Turn): Promise<void> {
    const { actorIds, isNew } = turn
    const outcome = await syncing.sync({ actorIds, signal, ...(isNew && { download: 'base images' }) })
    queue.done(turn, outcome)
    if (outcome.conflicts.length > 0)
      context.emit({
        type: 'notice',
        level: 'warning',
        message: `${outcome.conflicts.length} files of ${actorIds.join(', ')} were changed here and in the store. Open Sync to choose.`,
      })
    const [problem] = outcome.failed
    if (problem && queue.problem() !== null) say(problem.error)
    show()
    announcer.actors(actorIds)
  }

  function show(): void {
    activity.toCome.clear()
    for (const [actorId, images] of queue.toCome()) activity.toCome.set(actorId, images)
    announcer.library()
    waiting.settle(null)
  }

  /** Warns of unusable names once, until the list of them changes. */
  function warn(unusable: readonly string[]): void {
    const message = unusable.length === 0 ? '' : unusableNames(unusable)
    if (message !== '' && message !== warned) context.emit({ type: 'notice', level: 'warning', message })
    warned = message
  }

  /** Reports a problem with the store once, until it changes. */
  function say(problem: string | null): void {
    if (activity.storeProblem === problem) return
    activity.storeProblem = problem
    // The level is info, because the library view shows the problem until it is solved.
    if (problem !== null)
      context.emit({ type: 'notice', level: 'info', message: `${problem} Changes are kept here and sent later.` })
    announcer.library()
  }

  /** Runs one round and returns the delay before the next, in milliseconds. */
  async function turns(): Promise<number> {
    try {
      isBusy = true
      if (isDue) await look()
      for (let turn = await queue.next(records()); turn && !signal.aborted; turn = await queue.next(records()))
        await bring(turn)
      isBusy = false
      const problem = queue.problem()
      waiting.settle(problem === null ? null : new EvencastError('UNAVAILABLE', problem))
      return problem === null ? pollMs : RETRY_MS
    } catch (error) {
      if (signal.aborted) return 0
      context.log.warn({ err: error }, 'store not followed')
      say(messageOf(error))
      waiting.settle(error)
      isDue = checksAll = true
      return RETRY_MS
    }
  }

  async function run(): Promise<void> {
    await indexed.catch(() => {})
    while (!signal.aborted) {
      const restMs = await turns()
      if (await wake.wait(restMs, signal)) await delay(REST_MS, undefined, { signal }).catch(() => {})
      else isDue = true
    }
  }

  activity.shown = (actorId) => {
    if (queue.wantOnly(actorId)) wake.now()
  }
  activity.touched = (actorIds) => {
    queue.touch(actorIds)
    if (activity.storeProblem === null) wake.now()
  }
  const until = (holds: () => boolean, stop?: AbortSignal): Promise<void> => {
    const held = waiting.until(holds, stop ? AbortSignal.any([stop, signal]) : signal)
    wake.now()
    return held
  }
  const running = run()

  return {
    here(actorIds, stop) {
      queue.want(actorIds)
      return until(() => looks > 0 && queue.isHere(actorIds), stop)
    },
    async sent(actorIds, stop) {
      await indexed
      const known = records()
      if (known) queue.tryAgain(await changedHere(context, known, actorIds))
      try {
        await until(() => looks > 0 && queue.isSent(actorIds), stop)
      } catch (error) {
        // The error may concern downloads only, so it is thrown only when local changes are still unsent.
        const left = known && !signal.aborted && !stop?.aborted ? await changedHere(context, known, actorIds) : null
        if (left === null || left.length > 0) throw error
      }
    },
    async unsent() {
      const known = records()
      return known ? changedHere(context, known) : []
    },
    inStep(stop) {
      const before = begun
      isDue = true
      checksAll = true
      return until(() => looks > before && !isBusy && queue.isEmpty(), stop)
    },
    lookSoon() {
      // Where listings are expensive, this does not make them more frequent than polling does.
      isDue ||= performance.now() - lookedMs > pollMs - POLL_MS
      if (isDue) wake.now()
    },
    async close() {
      closing.abort(new EvencastError('CANCELLED', 'The library was closed.'))
      activity.touched = () => {}
      await running
    },
  }
}

/** Shows downloads as a task while there are any. After a cancel, an actor's images are downloaded when the actor is opened. */
function showDownloads({ tasks }: FollowPorts, queue: StoreQueue, waiting: Waiting, closed: AbortSignal) {
  let isShown = false
  const left = () => [...queue.toCome().values()].reduce((sum, images) => sum + images, 0)
  return {
    show(): void {
      const total = left()
      if (total === 0 || isShown || queue.isPaused()) return
      isShown = true
      tasks.launch('sync', 'Downloading', async ({ signal, progress }) => {
        signal.addEventListener('abort', queue.pause, { once: true })
        try {
          await waiting.until(
            () => {
              progress('Downloading images', total - Math.min(total, left()), total)
              return left() === 0
            },
            AbortSignal.any([signal, closed]),
          )
        } finally {
          isShown = false
        }
      })
    },
  }
}
