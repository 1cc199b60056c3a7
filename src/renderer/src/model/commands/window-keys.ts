import { useView } from '../window/view-store.ts'
import { commandFor } from './registry.ts'

const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  (target.isContentEditable ||
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement ||
    (target instanceof HTMLInputElement && !['range', 'radio', 'checkbox'].includes(target.type)))

/** Handles keys anywhere in the window, except while the user types or a panel is open. */
export function onWindowKey(event: KeyboardEvent): void {
  if (event.defaultPrevented || useView.getState().panel !== null) return
  // The palette's shortcut also works in text fields, where it has no other meaning.
  const command = commandFor(event)
  if (!command || (isTyping(event.target) && command.id !== 'palette')) return
  event.preventDefault()
  command.run()
}
