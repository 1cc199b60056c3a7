import type { ActorScan } from '../../library/scan.ts'

/** The reading of the whole folder as a library is opened. What is asked for before it ends need not read all of it again. */
export interface OpeningScan {
  /** The folder is about to be read, and was. */
  begin(actorId: string): void
  read(actorId: string, scan: ActorScan): void
  end(): void
  /** What is read from now on, by actor: filled in until the reading ends. */
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
