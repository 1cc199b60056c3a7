import { shown } from '../shown/shown.ts'
import { useView } from '../window/view-store.ts'
import { requestFocus } from '../images/focus-store.ts'
import { useSelection } from '../images/selection-store.ts'
import { resultsSettled } from '../search/live.ts'

/** Moves the focus from the filter field back to the images: to the last focused one, otherwise the first. */
export async function leaveFilter(): Promise<void> {
  const from = document.activeElement
  // Wait for the results, but do not take the focus from a user who has moved on, for example to the palette.
  if (useView.getState().page === 'search') await resultsSettled()
  if (document.activeElement !== from && document.activeElement !== document.body) return
  const blocks = shown()?.blocks ?? []
  const { focus } = useSelection.getState()
  const there = focus !== null && blocks.some((block) => block.keys.includes(focus))
  const key = there ? focus : blocks.flatMap((block) => block.keys)[0]
  if (key !== undefined) requestFocus(key)
}
