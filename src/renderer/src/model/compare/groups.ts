import type { DuplicateGroupView } from '../../../../main/contract/views.ts'

export type Group = DuplicateGroupView
export type Kind = 'all' | Group['kind']

/** The user's answer to a group: keep the best, or keep all. */
export type Answer = 'best' | 'all'

/** Returns a key made of the group's members, independent of their order. */
export const keyOf = ({ imageIds }: Group): string => imageIds.toSorted().join(' ')

/** Returns the image to keep: the user's choice, otherwise the suggested one. */
export const bestOf = (group: Group, picks: ReadonlyMap<string, string>): string =>
  picks.get(keyOf(group)) ?? group.imageIds[0] ?? ''

/** Returns the images to reject when `best` is kept; images that a person chose to keep stay. */
export const losersOf = (group: Group, best: string): readonly string[] =>
  group.imageIds.filter((imageId) => imageId !== best && !group.keptIds.includes(imageId))

export const ofKind = (groups: readonly Group[], kind: Kind): readonly Group[] =>
  kind === 'all' ? groups : groups.filter((group) => group.kind === kind)

/** Returns the index of the next unanswered group, wrapping around at the end, or `from` when all are answered. */
export function nextUnanswered(groups: readonly Group[], answers: ReadonlyMap<string, Answer>, from: number): number {
  const open = groups.flatMap((group, at) => (answers.has(keyOf(group)) ? [] : [at]))
  return open.find((at) => at > from) ?? open[0] ?? from
}
