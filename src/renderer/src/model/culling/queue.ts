import type { Image, Lane } from '../images/image.ts'

/** One decision of the user in this review. */
export interface Decision {
  readonly imageId: string
  /** Index in the queue, to which undo returns. */
  readonly at: number
  /** Null for a flag, which decides nothing. */
  readonly lane: Lane | null
  readonly flagged?: boolean
}

/** The images under review, in order. The first `open` of them had no decision by a person at the start. */
export interface Queue {
  readonly imageIds: readonly string[]
  readonly open: number
  readonly withDecided: boolean
}

export const lengthOf = ({ imageIds, open, withDecided }: Queue): number => (withDecided ? imageIds.length : open)

interface Viewed extends Queue {
  readonly views: ReadonlyMap<string, Image>
}

export const imageAt = (state: Viewed, at: number): Image | undefined =>
  at >= 0 && at < lengthOf(state) ? state.views.get(state.imageIds[at] ?? '') : undefined

/**
 * Returns the undecided images similar to the current one, which are adjacent in the queue, without those that a person split off; empty
 * when there are none.
 */
export function groupAround(
  state: Viewed & { readonly at: number; readonly decisions: readonly Decision[] },
): readonly Image[] {
  const image = imageAt(state, state.at)
  if (!image || image.group === null || !image.unsure) return []
  const words = wordsOf(state.decisions)
  const isMember = (other: Image | undefined): other is Image =>
    other !== undefined &&
    other.actorId === image.actorId &&
    other.group === image.group &&
    other.groupPart === image.groupPart &&
    other.unsure
  let from = state.at
  while (isMember(imageAt(state, from - 1))) from--
  const members: Image[] = []
  for (let at = from; at < lengthOf(state); at++) {
    const member = imageAt(state, at)
    if (!isMember(member)) break
    if (!words.has(member.imageId) && member.decidedBy !== 'human') members.push(member)
  }
  return members.length > 1 && members.includes(image) ? members : []
}

/** Returns the latest decision on each image. */
export const wordsOf = (decisions: readonly Decision[]): ReadonlyMap<string, Lane> =>
  new Map(decisions.flatMap(({ imageId, lane }) => (lane === null ? [] : [[imageId, lane] as const])))

/** Returns the latest flag set in this review for each image. */
export const flagsOf = (decisions: readonly Decision[]): ReadonlyMap<string, boolean> =>
  new Map(decisions.flatMap(({ imageId, flagged }) => (flagged === undefined ? [] : [[imageId, flagged] as const])))

/** Returns the next index without a decision, or the end of the queue. */
export function nextOpen(queue: Queue, words: ReadonlyMap<string, Lane>, after: number): number {
  const end = lengthOf(queue)
  for (let at = after + 1; at < end; at++) if (!words.has(queue.imageIds[at] ?? '')) return at
  return end
}

/** Returns the number of images without a decision. */
export const left = (queue: Queue & { readonly decisions: readonly Decision[] }): number =>
  lengthOf(queue) -
  new Set(queue.decisions.filter(({ at, lane }) => lane !== null && at < lengthOf(queue)).map(({ imageId }) => imageId))
    .size

/** Counts decisions by lane; an image decided twice counts once. */
export const tally = (words: ReadonlyMap<string, Lane>): ReadonlyMap<Lane, number> => {
  const counts = new Map<Lane, number>()
  for (const lane of words.values()) counts.set(lane, (counts.get(lane) ?? 0) + 1)
  return counts
}

/** Removes images that no longer exist from the queue; the index stays on the same image. */
export function without(queue: Queue, at: number, gone: ReadonlySet<string>): Queue & { readonly at: number } {
  const before = (end: number) => queue.imageIds.slice(0, end).filter((imageId) => !gone.has(imageId)).length
  return {
    withDecided: queue.withDecided,
    imageIds: queue.imageIds.filter((imageId) => !gone.has(imageId)),
    open: before(queue.open),
    at: before(at),
  }
}
