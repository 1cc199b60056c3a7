import type { HistoryView } from '../../contract/views.ts'
import type { TargetChoice } from '../../contract/targets.ts'
import { writeOwnTarget } from '../../domain/own-target.ts'
import { isObject, type Json } from '../../domain/read-entry.ts'
import { PRESET_SHARES } from '../../domain/target.ts'
import type { Operation } from '../../history/records.ts'
import { ABOUT_FILE } from '../../library/layout.ts'
import { folderOf } from '../context/library-context.ts'
import type { EditingContext } from './editing-context.ts'
import type { Editing } from './editing.ts'

const PRESET_NAMES = {
  standard: 'the standard mix',
  photographs: 'photographs only',
  illustrated: 'an illustrated character',
} as const

/** Gives actors their own target, or the library's again (null), as one edit that can be undone. */
export function setTargets(
  context: EditingContext,
  editing: Editing,
  actorIds: readonly string[],
  choice: TargetChoice | null,
): Promise<HistoryView> {
  return editing.make(() => {
    const after = choice && writeOwnTarget('preset' in choice ? { shares: PRESET_SHARES[choice.preset] } : choice)
    const operations = actorIds.map((actorId): Operation => ({
      kind: 'target',
      actorId,
      filename: ABOUT_FILE,
      before: targetIn(context, actorId),
      after,
    }))
    const whom = actorIds.length === 1 ? actorIds[0] : `${actorIds.length.toLocaleString('en')} actors`
    const what =
      choice === null
        ? 'the target of the library'
        : 'preset' in choice
          ? PRESET_NAMES[choice.preset]
          : 'a mix of its own'
    return { name: `Set the target of ${whom} to ${what}`, operations }
  })
}

/** Returns the target in `actor.json`, valid or not, so that undo can restore it. */
function targetIn(context: EditingContext, actorId: string): Json | null {
  const target = folderOf(context, actorId).about?.['target']
  return isObject(target) ? target : null
}
