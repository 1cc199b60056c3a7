import { useView } from '../window/view-store.ts'
import { commandFor } from './registry.ts'

const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  (target.isContentEditable ||
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement ||
    (target instanceof HTMLInputElement && !['range', 'radio', 'checkbox'].includes(target.type)))

/** Keys that work anywhere in the window, except while typing or while a panel is open. */
export function onWindowKey(event: KeyboardEvent): void {
  if (event.defaultPrevented || useView.getState().panel !== null) return
  // The palette's key works from a text field too: no field means anything else by it.
  const command = commandFor(event)
  if (!command || (isTyping(event.target) && command.id !== 'palette')) return
  event.preventDefault()
  command.run()
}
