import { edit, undoEdit } from '../edits/edit.ts'
import { inTurn } from '../../base/host/in-turn.ts'
import { api } from '../../base/host/connect.ts'
import { strings } from '../../base/strings/index.ts'
import { announce } from '../../base/ui/announce.ts'
import { notify } from '../../base/ui/notify.ts'
import { type AnswerEdit, currentGroup, goToGroup, loadGroups, shownGroups, useDuplicates } from './duplicates-store.ts'
import { type Answer, bestOf, type Group, keyOf, losersOf, nextUnanswered } from './groups.ts'

const text = strings.duplicates

export function choose(place: number): void {
  const group = currentGroup(useDuplicates.getState())
  const imageId = group?.imageIds[place]
  if (!group || imageId === undefined) return
  useDuplicates.setState(({ picks }) => ({ picks: new Map(picks).set(keyOf(group), imageId) }))
  announce(useDuplicates.getState().details.get(imageId)?.filename ?? '')
}

function answer(groups: readonly Group[], as: Answer, said: string): void {
  const { picks } = useDuplicates.getState()
  const keys = groups.map(keyOf)
  useDuplicates.setState(({ answers }) => ({
    answers: new Map([...answers, ...keys.map((key) => [key, as] as const)]),
  }))
  const kept = groups.map((group) => {
    const best = bestOf(group, picks)
    return as === 'best'
      ? { keepIds: [best], rejectIds: [...losersOf(group, best)] }
      : { keepIds: [...group.imageIds], rejectIds: [] }
  })
  const made: AnswerEdit = {
    keys,
    made: edit({
      call: () => api.duplicates.keep({ groups: kept }),
      accepted: () => {
        announce(said)
        if (groups.length > 1) notify('info', said, { label: text.undo, run: undoAnswer })
      },
      refused: () => forget(made),
      retry: () => answer(groups, as, said),
    }),
  }
  useDuplicates.setState(({ edits }) => ({ edits: [...edits, made] }))
}

/** Reopens the groups that this edit answered. */
const forget = (edit: AnswerEdit): void =>
  useDuplicates.setState(({ answers, edits }) => ({
    answers: new Map([...answers].filter(([key]) => !edit.keys.includes(key))),
    edits: edits.filter((each) => each !== edit),
  }))

export function answerGroup(as: Answer): void {
  const state = useDuplicates.getState()
  const group = currentGroup(state)
  if (!group || state.answers.has(keyOf(group))) return
  answer([group], as, as === 'best' ? text.keptBest(1) : text.keptAll)
  goToGroup(nextUnanswered(shownGroups(state), useDuplicates.getState().answers, state.at))
}

export function answerAll(): void {
  const state = useDuplicates.getState()
  const open = shownGroups(state).filter((group) => !state.answers.has(keyOf(group)))
  if (open.length > 0) answer(open, 'best', text.keptBest(open.length))
}

/** Undoes the last answer given in this view. */
export function undoAnswer(): void {
  void inTurn(async () => {
    const last = useDuplicates.getState().edits.at(-1)
    if (!last || !(await undoEdit(last.made))) return
    forget(last)
    const groups = shownGroups(useDuplicates.getState())
    const at = groups.findIndex((group) => last.keys.includes(keyOf(group)))
    if (at >= 0) goToGroup(at)
    await loadGroups()
  })
}
