import { shown } from '../shown/shown.ts'
import { useView } from '../window/view-store.ts'
import { requestFocus } from '../images/focus-store.ts'
import { useSelection } from '../images/selection-store.ts'
import { resultsSettled } from '../search/live.ts'

/** From the filter field back among the images: to the one that had the focus, else to the first. */
export async function leaveFilter(): Promise<void> {
  const from = document.activeElement
  // The answer may still be on its way. Whoever has gone somewhere else by then, say to the palette, stays there.
  if (useView.getState().page === 'search') await resultsSettled()
  if (document.activeElement !== from && document.activeElement !== document.body) return
  const blocks = shown()?.blocks ?? []
  const { focus } = useSelection.getState()
  const there = focus !== null && blocks.some((block) => block.keys.includes(focus))
  const key = there ? focus : blocks.flatMap((block) => block.keys)[0]
  if (key !== undefined) requestFocus(key)
}
