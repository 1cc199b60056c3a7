import type { Announcer } from '../context/announcer.ts'
import type { AssessContext } from '../assess/assess-context.ts'
import { followActors } from './follow-folder.ts'

/**
 * Until every folder was listed since the library was opened: some may show as they are remembered, so whatever writes, moves or plans waits
 * for it. Null: they were. Rejects as listing does; it is tried again when it is next asked.
 */
export type Confirmed = () => Promise<void> | null

/** Lists them when it is first asked, and tells of those that are other than they were remembered. */
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
