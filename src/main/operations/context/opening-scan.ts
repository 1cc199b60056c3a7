import type { ActorScan } from '../../library/scan.ts'

/** Shares the scans that are made as a library is opened. A request that arrives before they end need not read those folders again. */
export interface OpeningScan {
  /** Called before an actor's folder is read; `read` is called after it. */
  begin(actorId: string): void
  read(actorId: string, scan: ActorScan): void
  end(): void
  /** Returns the scans of folders whose reading has not begun yet, by actor; filled in until the reading ends. */
  follow(): ReadonlyMap<string, ActorScan>
}

export function createOpeningScan(actorIds: Iterable<string>): OpeningScan {
  const unread = new Set(actorIds)
  let followers: { readonly since: ReadonlySet<string>; readonly scans: Map<string, ActorScan> }[] = []
  return {
    begin: (actorId) => void unread.delete(actorId),
    read(actorId, scan) {
      for (const { since, scans } of followers) if (since.has(actorId)) scans.set(actorId, scan)
    },
    end() {
      followers = []
      unread.clear()
    },
    follow() {
      const scans = new Map<string, ActorScan>()
      if (unread.size > 0) followers.push({ since: new Set(unread), scans })
      return scans
    },
  }
}
