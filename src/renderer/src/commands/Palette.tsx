import { Autocomplete } from '@base-ui/react/autocomplete'
import { Dialog } from '@base-ui/react/dialog'
import { Search } from 'lucide-react'
import { useState } from 'react'
import { useActors } from '../actors/actors-store.ts'
import { closePanel } from '../app/view-store.ts'
import { openActor } from '../gallery/actions.ts'
import { capabilities } from '../host/capabilities.ts'
import { filterEntries } from '../search/commands.ts'
import { strings } from '../strings.ts'
import { Kbd } from '../ui/Button.tsx'
import { keyLabel } from './keys.ts'
import { type Entry, matching } from './matching.ts'
import { available } from './registry.ts'
import './palette.css'

const text = strings.palette
const MOST = 60

function entries(): readonly Entry[] {
  const commands = available()
    .filter((command) => command.id !== 'palette')
    .map((command): Entry => {
      const keys = command.keys?.[0]
      return {
        id: command.id,
        title: command.title,
        aside: keys === undefined ? '' : keyLabel(keys, capabilities.modifier),
        group: strings.commands.groups[command.group],
        run: command.run,
      }
    })
  const actors = [...useActors.getState().byId.keys()].map((actorId): Entry => ({
    id: `actor:${actorId}`,
    title: actorId,
    aside: '',
    group: text.actors,
    run: () => openActor(actorId),
  }))
  const filters = filterEntries().map((entry): Entry => ({ ...entry, aside: '', group: text.filters }))
  return [...commands, ...filters, ...actors]
}

/** Every action and every actor, by a few letters. */
export function Palette() {
  const [all] = useState(entries)
  const [typed, setTyped] = useState('')
  const found = matching(all, typed, MOST)
  const groups = [...Map.groupBy(found, (entry) => entry.group)].map(([value, items]) => ({ value, items }))
  const choose = (entry: Entry) => {
    closePanel()
    // After the panel has given the focus back: the action may want to place it itself.
    setTimeout(entry.run)
  }
  return (
    <Dialog.Root open onOpenChange={(open) => !open && closePanel()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="dialog-backdrop" />
        <Dialog.Popup className="palette" aria-label={text.title}>
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
              <Search size={17} aria-hidden />
              <Autocomplete.Input className="palette-input" placeholder={text.placeholder} aria-label={text.title} />
            </div>
            <Autocomplete.Empty className="palette-empty">{text.none}</Autocomplete.Empty>
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
