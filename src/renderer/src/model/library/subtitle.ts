import type { ActorView } from '../../../../main/contract/views.ts'
import { wordsOf } from '../../../../main/domain/left.ts'
import { sum } from '../../../../main/domain/style.ts'
import { strings } from '../../base/strings/index.ts'

/** States that the line shows anyway. */
const SAID: ReadonlySet<string> = new Set(['unassessed', 'unsure', 'rejected', 'unreadable'])

/** Returns a one-line summary of a set: its size, its target, and what is left to decide. */
export function subtitle(actor: ActorView): string {
  const { actors } = strings
  return actors.subtitle(actor.images, [
    ...(actor.fleet === undefined ? [] : [actors.inFleet(strings.workers.stateOf(actor.fleet))]),
    ...(actor.toCome === undefined ? [] : [actors.toCome(actor.toCome)]),
    ...(actor.targetFrom === 'actor' ? [actors.ownTarget(actor.targetPreset, sum(actor.target))] : []),
    ...(actor.unassessed > 0 ? [actors.unassessed(actor.unassessed)] : []),
    ...(actor.doubtful > 0 ? [actors.doubtful(actor.doubtful)] : []),
    ...(actor.unanswered > 0 ? [strings.vision.unansweredCount(actor.unanswered)] : []),
    ...(actor.rejected > 0 ? [actors.rejected(actor.rejected)] : []),
    ...(actor.kept > 0 ? [actors.kept(actor.kept)] : []),
    ...actor.left.filter(({ what }) => !SAID.has(what)).map(wordsOf),
    ...(actor.unreadable > 0 ? [actors.unreadable(actor.unreadable)] : []),
  ])
}
