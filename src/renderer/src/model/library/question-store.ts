import { create } from 'zustand'
import type { LibraryAnswer, LibraryQuestion } from '../../../../main/contract/trust.ts'
import { attempt, outcome } from '../../base/host/attempt.ts'
import { api } from '../../base/host/connect.ts'
import { closePanel, openPanel, useView } from '../window/view-store.ts'

/** What the opened library brings along that the user has to decide about; null: nothing. */
export const useQuestion = create<{ readonly question: LibraryQuestion | null }>()(() => ({ question: null }))

function take(question: LibraryQuestion | null): void {
  const before = useQuestion.getState().question
  useQuestion.setState({ question })
  // Put aside, it waits above the page; it comes by itself only once.
  if (question !== null && before === null) openPanel('question')
  if (question === null && useView.getState().panel === 'question') closePanel()
}

export const forgetQuestion = (): void => useQuestion.setState({ question: null })

/** Asks the core, after opening and after reconnecting. */
export async function loadQuestion(): Promise<void> {
  const answer = await outcome(api.library.question())
  if (answer.ok) take(answer.value)
}

/** Another window, or another change, may have answered it. */
export function renewQuestion(): void {
  if (useQuestion.getState().question !== null) void loadQuestion()
}

/** What is not named stays a question. The dialog closes once nothing is left of it. */
export async function answerQuestion(answer: Partial<LibraryAnswer>): Promise<void> {
  const left = await attempt(() => api.library.decide({ unfinished: 'later', settings: 'later', ...answer }))
  if (left.ok) take(left.value)
}
