import { Autocomplete } from '@base-ui/react/autocomplete'
import { Dialog } from '@base-ui/react/dialog'
import { FolderInput } from 'lucide-react'
import { useState } from 'react'
import { useActors } from '../actors/actors-store.ts'
import { shown } from '../app/shown.ts'
import { closePanel } from '../app/view-store.ts'
import { type Entry, matching } from '../commands/matching.ts'
import { LANES } from '../gallery/lanes.ts'
import { moveSelection, moveSelectionToActor, subjects } from '../gallery/selection-actions.ts'
import { LANE_KEYS } from '../gallery/SelectionBar.tsx'
import { strings } from '../strings.ts'
import { Kbd } from '../ui/Button.tsx'
import '../commands/palette.css'

const { edits } = strings
const MOST = 60

/** Lanes, then every actor but the one that all of these belong to. */
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

/** The keyboard's way of dragging to anywhere: a few letters name a lane or an actor. */
export function MoveTo() {
  const [imageIds] = useState(subjects)
  const [all] = useState(() => places(imageIds))
  const [typed, setTyped] = useState('')
  const groups = [...Map.groupBy(matching(all, typed, MOST), (entry) => entry.group)].map(([value, items]) => ({
    value,
    items,
  }))
  const choose = (entry: Entry) => {
    closePanel()
    // After the panel has given the focus back: the move places it anew.
    setTimeout(entry.run)
  }
  return (
    <Dialog.Root open onOpenChange={(open) => !open && closePanel()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="dialog-backdrop" />
        <Dialog.Popup className="palette" aria-label={edits.moveToTitle}>
          <Autocomplete.Root
            open
            inline
            items={groups}
            mode="none"
            value={typed}
            onValueChange={(value, { reason }) => {
              if (reason !== 'item-press') setTyped(value)
            }}
            autoHighlight="always"
            itemToStringValue={(entry: Entry) => entry.title}
          >
            <div className="palette-field">
              <FolderInput size={17} aria-hidden />
              <Autocomplete.Input
                className="palette-input"
                placeholder={edits.moveToPlaceholder(imageIds.length)}
                aria-label={edits.moveToTitle}
              />
            </div>
            <Autocomplete.Empty className="palette-empty">{edits.moveToNone}</Autocomplete.Empty>
            <Autocomplete.List className="palette-list">
              {(group: (typeof groups)[number]) => (
                <Autocomplete.Group key={group.value} items={group.items} className="palette-group">
                  <Autocomplete.GroupLabel className="menu-label">{group.value}</Autocomplete.GroupLabel>
                  <Autocomplete.Collection>
                    {(entry: Entry) => (
                      <Autocomplete.Item
                        key={entry.id}
                        value={entry}
                        className="palette-item"
                        onClick={() => choose(entry)}
                      >
                        <span className="ellipsis">{entry.title}</span>
                        {entry.aside && <Kbd>{entry.aside}</Kbd>}
                      </Autocomplete.Item>
                    )}
                  </Autocomplete.Collection>
                </Autocomplete.Group>
              )}
            </Autocomplete.List>
          </Autocomplete.Root>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
