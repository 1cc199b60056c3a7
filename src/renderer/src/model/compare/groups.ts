import type { DuplicateGroupView } from '../../../../main/contract/views.ts'

export type Group = DuplicateGroupView
export type Kind = 'all' | Group['kind']

/** How a group was answered in this culling. */
export type Answer = 'best' | 'all'

/** A group is known by its members, whatever their order. */
export const keyOf = ({ imageIds }: Group): string => imageIds.toSorted().join(' ')

/** The one to keep: the user's pick, else the rule's. */
export const bestOf = (group: Group, picks: ReadonlyMap<string, string>): string =>
  picks.get(keyOf(group)) ?? group.imageIds[0] ?? ''

/** What goes out when `best` is kept: nothing that a person kept before. */
export const losersOf = (group: Group, best: string): readonly string[] =>
  group.imageIds.filter((imageId) => imageId !== best && !group.keptIds.includes(imageId))

export const ofKind = (groups: readonly Group[], kind: Kind): readonly Group[] =>
  kind === 'all' ? groups : groups.filter((group) => group.kind === kind)

/** The next group without an answer, from here on and then from the beginning; where one is when there is none. */
export function nextUnanswered(groups: readonly Group[], answers: ReadonlyMap<string, Answer>, from: number): number {
  const open = groups.flatMap((group, at) => (answers.has(keyOf(group)) ? [] : [at]))
  return open.find((at) => at > from) ?? open[0] ?? from
}
