export interface Announcer {
  /** Sends the views of actors whose files, labels or state changed, in one event at most every 100 ms. */
  actors(actorIds: Iterable<string>, options?: { readonly images?: boolean }): void
  library(): void
  /** Stops sending. */
  close(): void
}
