import type { Settings } from '../../../../main/contract/settings.ts'
import type { TaskView } from '../../../../main/contract/views.ts'
import { useLibrary } from '../library/library-store.ts'
import { useView } from '../window/view-store.ts'
import { attempt, outcome } from '../../base/host/attempt.ts'
import { api } from '../../base/host/connect.ts'
import { type VisionPurpose, setAsked, setAsking, useVision } from './vision-store.ts'
import { loadPlans } from './load-plans.ts'
import { mergeAnswer, mergeStarted, useRuns } from './runs-store.ts'
import { changeSettings } from '../library/change-settings.ts'
import { inTurn } from '../../base/host/in-turn.ts'
import { strings } from '../../base/strings/index.ts'
import { announce } from '../../base/ui/announce.ts'
import { notify } from '../../base/ui/notify.ts'
import { ALL, countClick, mergePlans, setMaking, usePlans } from './plans-store.ts'

type ActorIds = 'all' | readonly string[]
const wire = (actorIds: ActorIds): 'all' | string[] => (actorIds === 'all' ? 'all' : [...actorIds])
const keysOf = (actorIds: ActorIds): readonly string[] => (actorIds === 'all' ? [ALL] : actorIds)

/** The event of the task's end may arrive before the answer that names the task. */
function watch(task: TaskView, actorIds: ActorIds): void {
  const known = useRuns.getState().tasks.get(task.taskId)
  if (known && known.state !== 'running') return
  mergeStarted(task)
  for (const key of keysOf(actorIds)) setMaking(key, task.taskId)
}

const CALLS = { assess: api.actors.assess, plan: api.plans.make } as const

async function begin(actorIds: ActorIds, purpose: VisionPurpose, agreed?: 'vision'): Promise<void> {
  setAsked(keysOf(actorIds), null)
  const task = await attempt(() => CALLS[purpose]({ actorIds: wire(actorIds), agreed }))
  if (task.ok) watch(task.value, actorIds)
}

/** Shows the price first when the evaluator is paid; a free one starts at once, and the user is told when nothing is left to assess. */
async function beginPriced(actorIds: ActorIds, purpose: VisionPurpose): Promise<void> {
  if (useLibrary.getState().settings?.values.evaluator === 'local') return begin(actorIds, purpose)
  const mine = Symbol(purpose)
  setAsking(keysOf(actorIds), mine)
  const answer = await attempt(() => api.vision.offer({ actorIds: wire(actorIds) }))
  const { asking } = useVision.getState()
  // Only the latest request's answer counts: a late one must not show a question that was already answered.
  if (!answer.ok || keysOf(actorIds).some((key) => asking.get(key) !== mine)) return
  const offer = answer.value
  if (offer !== null && offer.usd === 0 && offer.images > 0 && offer.waiting === 0) {
    notify('info', strings.vision.free(offer.images, offer.model))
    return begin(actorIds, purpose, 'vision')
  }
  if (offer !== null && offer.images + offer.waiting > 0)
    return setAsked(keysOf(actorIds), { actorIds, purpose, offer })
  if (offer !== null && offer.known > 0) notify('info', strings.vision.allKnown(offer.model, offer.known))
  return begin(actorIds, purpose)
}

async function handIn(actorIds: ActorIds): Promise<void> {
  setAsked(keysOf(actorIds), null)
  const task = await attempt(() => api.vision.handIn({ actorIds: wire(actorIds) }))
  if (task.ok) watch(task.value, actorIds)
}

export type QuoteAnswer = 'now' | 'batch' | 'local' | 'cancel'

/** Answers the shown price: request the assessment, switch to the local evaluator, or cancel. */
export async function answerQuote(key: string, answer: QuoteAnswer): Promise<void> {
  const asked = useVision.getState().asked.get(key)
  if (!asked) return
  const { actorIds, purpose } = asked
  if (answer === 'now') return begin(actorIds, purpose, 'vision')
  if (answer === 'cancel') return setAsked(keysOf(actorIds), null)
  if (answer === 'batch') return handIn(actorIds)
  if (await changeSettings('library', { evaluator: 'local' })) await begin(actorIds, purpose)
}

/** Assesses new images and plans; plans arrive as events while the task runs. */
export const makePlans = (actorIds: ActorIds): Promise<void> => beginPriced(actorIds, 'plan')

/** Plans again those of these actors that have a plan, because what it was made for has changed. */
export async function planAgain(actorIds: Iterable<string>): Promise<void> {
  const { byActor } = usePlans.getState()
  const planned = [...actorIds].filter((actorId) => byActor.has(actorId))
  if (planned.length > 0) await makePlans(planned)
}

/** Changes the generator and makes all plans again, because prices differ. */
export async function changeGenerator(generator: Settings['generator']): Promise<void> {
  if (await changeSettings('library', { generator })) await planAgain(usePlans.getState().byActor.keys())
}

export const assess = (actorIds: ActorIds): Promise<void> => beginPriced(actorIds, 'assess')

export async function discardPlans(actorIds: readonly string[]): Promise<void> {
  const done = await attempt(() => api.plans.discard({ actorIds: [...actorIds] }))
  if (done.ok) mergePlans(actorIds, [])
}

/** Includes or skips a plan step: at once on the screen, and in the core once `settled` resolves. */
export async function toggleStep(actorId: string, stepId: string, settled?: Promise<void>): Promise<void> {
  const plan = usePlans.getState().byActor.get(actorId)
  const step = [...(plan?.deletions ?? []), ...(plan?.generations ?? [])].find((each) => each.stepId === stepId)
  if (!plan || !step) return
  const skipped = !step.skipped
  const mark = <S extends { readonly stepId: string }>(steps: readonly S[]) =>
    steps.map((each) => (each.stepId === stepId ? { ...each, skipped } : each))
  countClick(actorId, 1)
  mergePlans([actorId], [{ ...plan, deletions: mark(plan.deletions), generations: mark(plan.generations) }])
  const answer = await inTurn(async () => {
    await settled
    return outcome(api.plans.setStep({ actorId, stepId, skipped }))
  })
  countClick(actorId, -1)
  if (!answer.ok) notify('error', answer.problem.message)
  const { byActor, clicks } = usePlans.getState()
  // Only the last pending answer includes all clicks.
  if (clicks.has(actorId)) return
  if (!answer.ok) await loadPlans([actorId])
  else if (byActor.has(actorId)) mergePlans([actorId], [answer.value])
}

/**
 * Starts a run of these actors' plans. `among`: the actors that were selected together. A stale plan is not forced; the user has to plan
 * again.
 */
export async function startRun(actorIds: readonly string[], among: ActorIds = actorIds): Promise<boolean> {
  const { runs } = useRuns.getState()
  // Queued after pending steps and edits, so that the run executes the plan as the screen shows it.
  const run = await inTurn(() => outcome(api.runs.start({ actorIds: [...actorIds], among: wire(among) })))
  if (!run.ok) {
    const again = { label: strings.plan.again, run: () => void makePlans(actorIds) }
    notify('error', run.problem.message, run.problem.code === 'STALE_PLAN' ? again : undefined)
    return false
  }
  mergeAnswer(run.value, runs)
  announce(run.value.fleet ? strings.plan.approved(actorIds.length) : strings.plan.started(run.value.total))
  useView.setState({ panel: null })
  return true
}
