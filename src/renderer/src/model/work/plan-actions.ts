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

/** The task's end may have come as an event before the answer that names it. */
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

/** With a paid evaluator its price comes first; what costs nothing goes ahead at once, and says so where nothing is left to assess. */
async function beginPriced(actorIds: ActorIds, purpose: VisionPurpose): Promise<void> {
  if (useLibrary.getState().settings?.values.evaluator === 'local') return begin(actorIds, purpose)
  const mine = Symbol(purpose)
  setAsking(keysOf(actorIds), mine)
  const answer = await attempt(() => api.vision.offer({ actorIds: wire(actorIds) }))
  const { asking } = useVision.getState()
  // Who asked again meanwhile gets that answer alone: one that is late must not ask what was answered already.
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

/** The answer to the price that was shown: look, let this machine do it from now on, or leave it. */
export async function answerQuote(key: string, answer: QuoteAnswer): Promise<void> {
  const asked = useVision.getState().asked.get(key)
  if (!asked) return
  const { actorIds, purpose } = asked
  if (answer === 'now') return begin(actorIds, purpose, 'vision')
  if (answer === 'cancel') return setAsked(keysOf(actorIds), null)
  if (answer === 'batch') return handIn(actorIds)
  if (await changeSettings('library', { evaluator: 'local' })) await begin(actorIds, purpose)
}

/** Assesses what is new and plans; plans arrive as events while the task runs. */
export const makePlans = (actorIds: ActorIds): Promise<void> => beginPriced(actorIds, 'plan')

/** Makes the plans of these actors again, of those that have one: what they were made for has changed. */
export async function planAgain(actorIds: Iterable<string>): Promise<void> {
  const { byActor } = usePlans.getState()
  const planned = [...actorIds].filter((actorId) => byActor.has(actorId))
  if (planned.length > 0) await makePlans(planned)
}

/** Another generator has another price: all plans are made again. */
export async function changeGenerator(generator: Settings['generator']): Promise<void> {
  if (await changeSettings('library', { generator })) await planAgain(usePlans.getState().byActor.keys())
}

export const assess = (actorIds: ActorIds): Promise<void> => beginPriced(actorIds, 'assess')

export async function discardPlans(actorIds: readonly string[]): Promise<void> {
  const done = await attempt(() => api.plans.discard({ actorIds: [...actorIds] }))
  if (done.ok) mergePlans(actorIds, [])
}

/** Spares an image or leaves out a generation, or takes that back: on the screen at once, in the core once `settled`. */
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
  // The last of several answers holds what became of the clicks before it.
  if (clicks.has(actorId)) return
  if (!answer.ok) await loadPlans([actorId])
  else if (byActor.has(actorId)) mergePlans([actorId], [answer.value])
}

/** Carries plans out. `among`: the actors that were asked for together. A plan that is out of date is not forced: the way out is to plan again. */
export async function startRun(actorIds: readonly string[], among: ActorIds = actorIds): Promise<boolean> {
  const { runs } = useRuns.getState()
  // After the steps and edits that are still on their way: the plan as it stands on the screen is what is carried out.
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
