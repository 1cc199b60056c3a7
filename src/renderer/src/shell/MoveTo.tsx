import { FolderInput } from 'lucide-react'
import { useState } from 'react'
import { useActors } from '../model/library/actors-store.ts'
import { shown } from '../model/shown/shown.ts'
import { closePanel } from '../model/window/view-store.ts'
import { LANES } from '../model/images/image.ts'
import { moveSelection, moveSelectionToActor, subjects } from '../model/edits/selection-actions.ts'
import { LANE_KEYS } from '../model/commands/lane-keys.ts'
import { strings } from '../base/strings/index.ts'
import { Chooser } from '../base/ui/Chooser.tsx'
import type { Entry } from '../base/ui/matching.ts'

const { edits } = strings

/** Returns the lanes, then every actor except the one that all of these images belong to. */
function places(imageIds: readonly string[]): readonly Entry[] {
  const here = shown()
  const owners = new Set(imageIds.map((imageId) => here?.imageOf(imageId)?.actorId))
  const own = owners.size === 1 ? [...owners][0] : undefined
  const lanes = LANES.map((lane): Entry => ({
    id: `lane:${lane}`,
    title: strings.lanes[lane],
    aside: LANE_KEYS[lane],
    group: edits.lanes,
    run: () => moveSelection(lane),
  }))
  const actors = [...useActors.getState().byId.keys()]
    .filter((actorId) => actorId !== own)
    .map((actorId): Entry => ({
      id: `actor:${actorId}`,
      title: actorId,
      aside: '',
      group: edits.actors,
      run: () => moveSelectionToActor(actorId, imageIds),
    }))
  return [...lanes, ...actors]
}

/** The keyboard's counterpart of dragging: moves the selection to a lane or actor chosen by typing. */
export function MoveTo() {
  const [imageIds] = useState(subjects)
  const [all] = useState(() => places(imageIds))
  return (
    <Chooser
      title={edits.moveToTitle}
      placeholder={edits.moveToPlaceholder(imageIds.length)}
      none={edits.moveToNone}
      icon={<FolderInput size={17} aria-hidden />}
      entries={all}
      onClose={closePanel}
    />
  )
}
