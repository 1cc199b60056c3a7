import { create } from 'zustand'
import type { LibraryAnswer, LibraryQuestion } from '../../../../main/contract/trust.ts'
import { attempt, outcome } from '../../base/host/attempt.ts'
import { api } from '../../base/host/connect.ts'
import { closePanel, openPanel, useView } from '../window/view-store.ts'

/** Foreign settings or files of the open library that the user has to decide on; null when there are none. */
export const useQuestion = create<{ readonly question: LibraryQuestion | null }>()(() => ({ question: null }))

function take(question: LibraryQuestion | null): void {
  const before = useQuestion.getState().question
  useQuestion.setState({ question })
  // The dialog opens by itself once; later the question stays available above the page.
  if (question !== null && before === null) openPanel('question')
  if (question === null && useView.getState().panel === 'question') closePanel()
}

export const forgetQuestion = (): void => useQuestion.setState({ question: null })

/** Fetches the question, after opening a library and after reconnecting. */
export async function loadQuestion(): Promise<void> {
  const answer = await outcome(api.library.question())
  if (answer.ok) take(answer.value)
}

/** Fetches the question again, because another window or another change may have answered it. */
export function renewQuestion(): void {
  if (useQuestion.getState().question !== null) void loadQuestion()
}

/** Answers part of the question; the rest stays open. The dialog closes once nothing is left. */
export async function answerQuestion(answer: Partial<LibraryAnswer>): Promise<void> {
  const left = await attempt(() => api.library.decide({ unfinished: 'later', settings: 'later', ...answer }))
  if (left.ok) take(left.value)
}
