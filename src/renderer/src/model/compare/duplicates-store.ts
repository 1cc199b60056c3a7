import { create } from 'zustand'
import type { ImageDetailView } from '../../../../main/contract/views.ts'
import type { EditAnswer } from '../edits/edit.ts'
import { closeCover, openCover } from '../surface/cover-store.ts'
import { attempt, outcome } from '../../base/host/attempt.ts'
import { api } from '../../base/host/connect.ts'
import { type Answer, type Group, type Kind, ofKind } from './groups.ts'

interface DuplicatesState {
  readonly label: string
  readonly ready: boolean
  readonly groups: readonly Group[]
  readonly kind: Kind
  /** Index among the groups of that kind. */
  readonly at: number
  /** The user's choice of the image to keep, by group. */
  readonly picks: ReadonlyMap<string, string>
  readonly answers: ReadonlyMap<string, Answer>
  readonly details: ReadonlyMap<string, ImageDetailView>
  /** Edits made by answers, the newest last. They outlive the view, because its notification does too. */
  readonly edits: readonly AnswerEdit[]
}

export interface AnswerEdit {
  readonly made: Promise<EditAnswer>
  /** Keys of the groups that the edit answered. */
  readonly keys: readonly string[]
}

const NOTHING: Omit<DuplicatesState, 'edits'> = {
  label: '',
  ready: false,
  groups: [],
  kind: 'all',
  at: 0,
  picks: new Map(),
  answers: new Map(),
  details: new Map(),
}

export const useDuplicates = create<DuplicatesState>()(() => ({ ...NOTHING, edits: [] }))

export const shownGroups = ({ groups, kind }: Pick<DuplicatesState, 'groups' | 'kind'>): readonly Group[] =>
  ofKind(groups, kind)

export const currentGroup = (state: DuplicatesState): Group | undefined => shownGroups(state)[state.at]

/** Shows the duplicate groups of some actors or all, without groups that a person already decided. */
export async function showDuplicates(actorIds: 'all' | readonly string[], label: string): Promise<void> {
  useDuplicates.setState({ ...NOTHING, label })
  openCover('duplicates')
  const found = await attempt(() => api.duplicates.groups({ actorIds: actorIds === 'all' ? 'all' : [...actorIds] }))
  if (useDuplicates.getState().label !== label) return
  if (!found.ok) {
    leaveDuplicates()
    return
  }
  useDuplicates.setState({ groups: found.value.filter(({ settled }) => !settled) })
  await loadGroups()
  useDuplicates.setState({ ready: true })
}

/** Fetches the details of the images in this group and its neighbours. */
export async function loadGroups(): Promise<void> {
  const state = useDuplicates.getState()
  const near = shownGroups(state).slice(Math.max(0, state.at - 1), state.at + 3)
  const missing = near.flatMap(({ imageIds }) => imageIds).filter((imageId) => !state.details.has(imageId))
  const found = await Promise.all(missing.map((imageId) => outcome(api.images.detail({ imageId }))))
  const fetched = found.flatMap((each) => (each.ok ? [[each.value.imageId, each.value] as const] : []))
  const kept = new Set(near.flatMap(({ imageIds }) => imageIds))
  useDuplicates.setState(({ details }) => ({
    details: new Map([...[...details].filter(([imageId]) => kept.has(imageId)), ...fetched]),
  }))
}

export function goToGroup(at: number): void {
  useDuplicates.setState((state) => ({ at: Math.max(0, Math.min(at, shownGroups(state).length - 1)) }))
  void loadGroups()
}

export function showKind(kind: Kind): void {
  useDuplicates.setState({ kind, at: 0 })
  void loadGroups()
}

export function leaveDuplicates(): void {
  closeCover()
  useDuplicates.setState(NOTHING)
}
