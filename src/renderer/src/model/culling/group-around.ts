import type { Image } from '../images/image.ts'
import { imageAt, useCulling } from './culling-store.ts'
import { lengthOf, wordsOf } from './queue.ts'

type Around = Parameters<typeof imageAt>[0]

/** The undecided images that look like the current one: they lie side by side in the queue. None where it is alone. */
export function groupAround(state: Around): readonly Image[] {
  const image = imageAt(state, state.at)
  const words = wordsOf(state.decisions)
  if (!image || image.group === null || !image.unsure) return []
  const isMember = (other: Image | undefined): other is Image =>
    other !== undefined && other.actorId === image.actorId && other.group === image.group && other.unsure
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

/** Lets the next word hold for the whole group, or for this image alone again. */
export const toggleWholeGroup = (): void =>
  useCulling.setState((state) => ({ wholeGroup: !state.wholeGroup && groupAround(state).length > 1 }))
