import type { Announcer } from '../context/announcer.ts'
import type { AssessContext } from '../assess/assess-context.ts'
import { followActors } from './follow-folder.ts'

/**
 * Waits until every folder was listed since the library was opened. Until then remembered folders are shown, so anything that writes, moves
 * or plans waits for this. Returns null when they were listed. Rejects when listing fails; the next call tries again.
 */
export type Confirmed = () => Promise<void> | null

/** Lists the folders on the first call and announces those that changed. */
export function confirmFolders(context: AssessContext, announcer: Announcer): Confirmed {
  let listing: Promise<void> | undefined
  return () => {
    if (!context.layout.isRemembered) return null
    return (listing ??= followActors(context, announcer).then(
      () => undefined,
      (error: unknown) => {
        listing = undefined
        throw error
      },
    ))
  }
}
