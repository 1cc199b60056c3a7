export interface Announcer {
  /** These actors' files, labels or state changed: their views go out together, at most every 100 ms. */
  actors(actorIds: Iterable<string>, options?: { readonly images?: boolean }): void
  library(): void
  /** Stays silent from here on. */
  close(): void
}
