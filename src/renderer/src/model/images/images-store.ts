import { create } from 'zustand'
import { outcome } from '../../base/host/attempt.ts'
import { unpackImages } from '../../../../main/contract/packed-images.ts'
import { api } from '../../base/host/connect.ts'
import { type Problem, problemOf } from '../../base/host/errors.ts'
import type { Image } from './image.ts'
import type { Overlay } from './overlay.ts'

interface ImagesState {
  /** Images of recently opened actors. */
  readonly byActor: ReadonlyMap<string, readonly Image[]>
  readonly problems: ReadonlyMap<string, Problem>
  readonly overlay: Overlay
  /** Counter of moves, from which each move gets its number. */
  readonly moves: number
  /** Images of any actors, loaded for search results. */
  readonly loose: ReadonlyMap<string, Image>
}

export const useImages = create<ImagesState>()(() => ({
  byActor: new Map(),
  problems: new Map(),
  overlay: new Map(),
  moves: 0,
  loose: new Map(),
}))

const indices = new WeakMap<readonly Image[], ReadonlyMap<string, Image>>()

function byIdOf(images: readonly Image[]): ReadonlyMap<string, Image> {
  const known = indices.get(images) ?? new Map(images.map((image) => [image.imageId, image]))
  indices.set(images, known)
  return known
}

/** Returns a loaded image of any actor. */
export function findImage(
  { byActor, loose }: Pick<ImagesState, 'byActor' | 'loose'>,
  imageId: string,
): Image | undefined {
  for (const images of byActor.values()) {
    const found = byIdOf(images).get(imageId)
    if (found) return found
  }
  return loose.get(imageId)
}

/** Number of search results kept, the most recently seen. */
const KEPT_LOOSE = 4000

function addLoose(images: readonly Image[]): void {
  useImages.setState(({ loose }) => {
    const added = new Map(images.map((image) => [image.imageId, image]))
    const before = [...loose].filter(([imageId]) => !added.has(imageId))
    return { loose: new Map([...before, ...added].slice(-KEPT_LOOSE)) }
  })
}

/** Fetches up to 1,000 images of any actors. */
export async function loadLoose(imageIds: readonly string[]): Promise<void> {
  const answer = await outcome(api.images.views({ imageIds: [...imageIds] }))
  if (answer.ok) addLoose(answer.value)
}

/** Recently opened actors are kept up to this total of images, and always a few. */
const KEPT_IMAGES = 40_000
const KEPT_ACTORS = 4

interface RequestsState {
  /** Number of the latest request. */
  readonly latest: number
  /** Requests up to this number concern a library that was closed. */
  readonly forgotten: number
  /** Number of the request whose answer is shown, by actor. */
  readonly answered: ReadonlyMap<string, number>
}

const useRequests = create<RequestsState>()(() => ({ latest: 0, forgotten: 0, answered: new Map() }))

function nextRequest(): number {
  useRequests.setState(({ latest }) => ({ latest: latest + 1 }))
  return useRequests.getState().latest
}

/** Returns the latest of these actors that fit beside one with this many images. */
function keptBeside<T extends readonly [string, readonly Image[]]>(actors: readonly T[], images: number): readonly T[] {
  let room = KEPT_IMAGES - images
  const from = actors.findLastIndex(([, held], at) => (room -= held.length) < 0 && at <= actors.length - KEPT_ACTORS)
  return actors.slice(from + 1)
}

export const forgetImages = (): void => {
  useRequests.setState(({ latest }) => ({ forgotten: latest, answered: new Map() }))
  useImages.setState({ byActor: new Map(), problems: new Map(), overlay: new Map(), loose: new Map() })
}

/** Catalogue revision up to which each loaded list is current. */
const revisions = new WeakMap<readonly Image[], number>()

/** Marks an answer as the one shown. Returns false when a newer one is already shown. */
function takePlace(actorId: string, mine: number): boolean {
  const { forgotten, answered } = useRequests.getState()
  if (mine <= forgotten || mine < (answered.get(actorId) ?? 0)) return false
  useRequests.setState({ answered: new Map(answered).set(actorId, mine) })
  return true
}

/**
 * Fetches an actor's images, or only the changes when they are loaded. When it resolves, the screen shows the state at the call or a newer
 * one.
 */
export async function loadImages(actorId: string): Promise<void> {
  const mine = nextRequest()
  try {
    const held = useImages.getState().byActor.get(actorId)
    const images = (held && (await broughtUpToDate(actorId, held))) ?? (await fetchAll(actorId))
    if (!takePlace(actorId, mine)) return
    useImages.setState(({ byActor, problems }) => {
      const others = keptBeside(
        [...byActor].filter(([id]) => id !== actorId),
        images.length,
      )
      const left = new Map(problems)
      left.delete(actorId)
      return { byActor: new Map([...others, [actorId, images]]), problems: left }
    })
  } catch (error) {
    if (!takePlace(actorId, mine)) return
    const problem = problemOf(error)
    useImages.setState(({ problems }) => ({ problems: new Map(problems).set(actorId, problem) }))
  }
}

async function fetchAll(actorId: string): Promise<readonly Image[]> {
  const { revision, packed } = await api.actors.changes({ actorId, since: null })
  const images = packed.flatMap((text) => unpackImages(actorId, text))
  revisions.set(images, revision)
  return images
}

/**
 * Returns the list with changed images replaced; unchanged images stay the same objects, so that they are not rendered again. Returns null
 * when images were added or removed.
 */
async function broughtUpToDate(actorId: string, held: readonly Image[]): Promise<readonly Image[] | null> {
  const since = revisions.get(held)
  if (since === undefined) return null
  const changes = await api.actors.changes({ actorId, since })
  const changed = new Map(
    changes.packed.flatMap((text) => unpackImages(actorId, text)).map((image) => [image.imageId, image]),
  )
  const images = held.map((image) => {
    const now = changed.get(image.imageId)
    changed.delete(image.imageId)
    return now ?? image
  })
  if (changed.size > 0 || changes.images !== held.length) return null
  const result = changes.packed.every((text) => text === '[]') ? held : images
  revisions.set(result, changes.revision)
  return result
}

/** Drops images that are not visible and may have changed; they are fetched again when needed. */
export function dropImages(actorIds: readonly string[], except: string | null): void {
  useImages.setState(({ byActor }) => {
    const next = new Map(byActor)
    for (const actorId of actorIds) if (actorId !== except) next.delete(actorId)
    return next.size === byActor.size ? {} : { byActor: next }
  })
}
