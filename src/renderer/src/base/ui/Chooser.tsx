import { Autocomplete } from '@base-ui/react/autocomplete'
import { Dialog } from '@base-ui/react/dialog'
import { type ReactNode, useState } from 'react'
import { Kbd } from './Button.tsx'
import { type Entry, matching } from './matching.ts'
import './chooser.css'

interface ChooserProps {
  readonly title: string
  readonly placeholder: string
  /** Shown when no entry matches the typed text. */
  readonly none: string
  readonly icon: ReactNode
  readonly entries: readonly Entry[]
  readonly onClose: () => void
}

/** Nobody reads more entries than this; typing narrows the list. */
const MOST = 60

/** The dialog would focus its input a frame or two later, too late for a user who presses the shortcut and types on without a pause. */
const focusAtOnce = (input: HTMLInputElement | null): void => input?.focus()

/** A dialog that chooses one of many entries by typing: arrow keys move, Enter runs the entry. */
export function Chooser({ title, placeholder, none, icon, entries, onClose }: ChooserProps) {
  const [typed, setTyped] = useState('')
  const [before] = useState(() => document.activeElement)
  const found = matching(entries, typed, MOST)
  const groups = [...Map.groupBy(found, (entry) => entry.group)].map(([value, items]) => ({ value, items }))
  const choose = (entry: Entry) => {
    onClose()
    // Runs after the dialog has restored the focus, because the action may move it.
    setTimeout(entry.run)
  }
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="dialog-backdrop" />
        <Dialog.Popup
          className="chooser"
          aria-label={title}
          finalFocus={() => (before instanceof HTMLElement && before.isConnected ? before : true)}
        >
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
            // The pointer may happen to be over the list when it opens; Enter must choose the best match, not the hovered entry.
            highlightItemOnHover={false}
            itemToStringValue={(entry: Entry) => entry.title}
          >
            <div className="chooser-field">
              {icon}
              <Autocomplete.Input
                ref={focusAtOnce}
                className="chooser-input"
                placeholder={placeholder}
                aria-label={title}
              />
            </div>
            <Autocomplete.Empty className="chooser-empty">{none}</Autocomplete.Empty>
            <Autocomplete.List className="chooser-list">
              {(group: (typeof groups)[number]) => (
                <Autocomplete.Group key={group.value} items={group.items} className="chooser-group">
                  <Autocomplete.GroupLabel className="menu-label">{group.value}</Autocomplete.GroupLabel>
                  <Autocomplete.Collection>
                    {(entry: Entry) => (
                      <Autocomplete.Item
                        key={entry.id}
                        value={entry}
                        className="chooser-item"
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
