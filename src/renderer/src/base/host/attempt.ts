import { strings } from '../strings/index.ts'
import { notify } from '../ui/notify.ts'
import { type Problem, problemOf } from './errors.ts'

export type Outcome<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: Problem }

/** Resolves to an outcome and never rejects; the caller decides how to show a problem. */
export const outcome = <T>(work: PromiseLike<T>): Promise<Outcome<T>> =>
  Promise.resolve(work).then(
    (value) => ({ ok: true as const, value }),
    (error: unknown) => ({ ok: false as const, problem: problemOf(error) }),
  )

/** Like `outcome`, and shows a failure as a notification with a Try again button. */
export async function attempt<T>(work: () => PromiseLike<T>): Promise<Outcome<T>> {
  const result = await outcome(work())
  if (!result.ok && result.problem.code !== 'CANCELLED') {
    notify('error', result.problem.message, { label: strings.retry, run: () => void attempt(work) })
  }
  return result
}
