import { CAPTION_ENDS } from './captions/sources.ts'
import { ABOUT_FILE, MANIFEST_FILE } from './layout.ts'

export interface LibraryChange {
  /** `all`: actors may have come or gone, or what changed is unknown. */
  readonly actorIds: readonly string[] | 'all'
  /** Those of whom nothing but the manifest and files of captions were written: by us, most of the time. */
  readonly manifests: readonly string[]
  /** The names of these files. */
  readonly captions: ReadonlyMap<string, ReadonlySet<string>>
}

const isCaptionFile = (name: string): boolean =>
  name !== ABOUT_FILE && CAPTION_ENDS.some((end) => name.toLowerCase().endsWith(`.${end}`))

/** A change is told at the latest after this time, however many more keep coming. */
const LONGEST_WAIT_MS = 800

/** Gathers changes until it is quiet for `debounceMs`. */
export function createBatcher(onChange: (change: LibraryChange) => void, debounceMs: number) {
  let ids = new Set<string>()
  let manifests = new Set<string>()
  let captions = new Map<string, Set<string>>()
  let all = false
  let since = 0
  let last = 0
  let timer: NodeJS.Timeout | undefined

  /** Of thousands of changes in a moment each would set its own timer: one is set, and set again while it is not quiet. */
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
    /** Null: actors may have come or gone. */
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
