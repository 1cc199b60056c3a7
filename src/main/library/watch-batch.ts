import { CAPTION_ENDS } from './captions/sources.ts'
import { ABOUT_FILE, MANIFEST_FILE } from './layout.ts'

export interface LibraryChange {
  /** `all` when actors may have been added or removed, or when it is unknown what changed. */
  readonly actorIds: readonly string[] | 'all'
  /** Actors of which only the manifest and caption files changed, mostly by our own writes. */
  readonly manifests: readonly string[]
  /** Names of the changed caption files, by actor. */
  readonly captions: ReadonlyMap<string, ReadonlySet<string>>
}

const isCaptionFile = (name: string): boolean =>
  name !== ABOUT_FILE && CAPTION_ENDS.some((end) => name.toLowerCase().endsWith(`.${end}`))

/** Longest delay before a change is reported while more changes arrive, in milliseconds. */
const LONGEST_WAIT_MS = 800

/** Collects changes until none arrived for `debounceMs`. */
export function createBatcher(onChange: (change: LibraryChange) => void, debounceMs: number) {
  let ids = new Set<string>()
  let manifests = new Set<string>()
  let captions = new Map<string, Set<string>>()
  let all = false
  let since = 0
  let last = 0
  let timer: NodeJS.Timeout | undefined

  /** Reuses one timer until no more changes arrive, instead of a new one for each of thousands of changes. */
  function wait(): void {
    const now = performance.now()
    const leftMs = Math.min(last + debounceMs, since + LONGEST_WAIT_MS) - now
    timer = leftMs > 0 ? setTimeout(wait, leftMs) : undefined
    timer?.unref()
    if (!timer) flush()
  }

  function flush(): void {
    const alone = (actorId: string): boolean => !all && !ids.has(actorId)
    const change: LibraryChange = {
      actorIds: all ? 'all' : [...ids],
      manifests: [...manifests].filter(alone),
      captions: new Map([...captions].filter(([actorId]) => alone(actorId))),
    }
    ids = new Set()
    manifests = new Set()
    captions = new Map()
    all = false
    onChange(change)
  }

  return {
    /** Null when actors may have been added or removed. */
    add: (actorId: string | null, name?: string | null): void => {
      if (actorId === null) all = true
      else if (name === MANIFEST_FILE) manifests.add(actorId)
      else if (name && isCaptionFile(name)) captions.set(actorId, (captions.get(actorId) ?? new Set()).add(name))
      else ids.add(actorId)
      last = performance.now()
      if (timer) return
      since = last
      timer = setTimeout(wait, debounceMs)
      timer.unref()
    },
    close: (): void => clearTimeout(timer),
  }
}
