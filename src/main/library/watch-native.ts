import { type FSWatcher, watch } from 'node:fs'
import { basename, join } from 'node:path'
import { setImmediate as breathe } from 'node:timers/promises'
import { isMissing } from './presence.ts'
import type { ActorFolder, LibraryLayout } from './layout.ts'
import { changedBy, type Changed, mattersAmongActors, mattersInActor } from './watched-names.ts'

export interface Watching {
  follow(layout: LibraryLayout): void
  close(): void
}

export type Watch = (layout: LibraryLayout, changed: Changed, failed: (error: unknown) => void) => Watching

/** Actors whose watches are set up at a time, which takes about 2 ms. */
const ACTORS_AT_A_TIME = 100

/** Watches the whole tree with one handle, as macOS and Windows support natively. */
export const watchTree: Watch = (layout, changed, failed) => {
  let current = layout
  const watcher = watch(layout.root, { recursive: true, persistent: false }, (_, name) => {
    const about = name === null ? null : changedBy(current, join(current.root, name))
    if (about !== undefined) changed(about, name && basename(name))
  })
  watcher.on('error', failed)
  return {
    follow(next) {
      current = next
    },
    close: () => watcher.close(),
  }
}

/** Watches with one handle per folder, as inotify requires: no files and no subfolders, so a large library stays cheap. */
export const watchFolders: Watch = (layout, changed, failed) => {
  const watchers = new Map<string, FSWatcher>()
  let generation = 0

  /** Returns false when the folder does not exist. Throws when the system allows no more watches. */
  function attach(dir: string, onEvent: (event: string, name: string | null) => void, onGone: () => void): boolean {
    if (watchers.has(dir)) return true
    try {
      const watcher = watch(dir, { persistent: false }, (event, name) => {
        // A watched folder that is removed or renamed reports its own name and no events after that.
        if (event === 'rename' && name === basename(dir)) {
          detach(dir)
          onGone()
        } else onEvent(event, name)
      })
      watcher.on('error', (error) => {
        detach(dir)
        if (isMissing(error) || ('code' in error && error.code === 'EPERM')) onGone()
        else failed(error)
      })
      watchers.set(dir, watcher)
      return true
    } catch (error) {
      if (isMissing(error)) return false
      throw error
    }
  }

  function detach(dir: string): void {
    watchers.get(dir)?.close()
    watchers.delete(dir)
  }

  function attachActor(folder: ActorFolder): void {
    const { actorId, dir, imagesDir, baseDir } = folder
    const again = (): void => {
      changed(actorId)
      guarded(() => attachActor(folder))
    }
    const onEvent = (_: string, name: string | null): void => {
      if (name === null || mattersInActor(name)) changed(actorId, name)
      if (name === basename(imagesDir) || name === basename(baseDir)) guarded(() => attachActor(folder))
    }
    const complete = [imagesDir, baseDir].map((place) => attach(place, onEvent, again)).every(Boolean)
    // A missing folder may be created later, which the parent folder reports.
    if (!complete) attach(dir, onEvent, () => undefined)
  }

  function guarded(work: () => void): void {
    try {
      work()
    } catch (error) {
      failed(error)
    }
  }

  async function attachAll({ actorsDir, actors }: LibraryLayout, mine: number): Promise<void> {
    const among = (_: string, name: string | null): void => {
      if (name === null || mattersAmongActors(name)) changed(null)
    }
    if (actorsDir !== null) attach(actorsDir, among, () => changed(null))
    for (let first = 0; first < actors.length; first += ACTORS_AT_A_TIME) {
      if (mine !== generation) return
      for (const actor of actors.slice(first, first + ACTORS_AT_A_TIME)) attachActor(actor)
      await breathe()
    }
  }

  function follow(next: LibraryLayout): void {
    generation += 1
    const wanted = new Set(next.actors.flatMap(({ dir, imagesDir, baseDir }) => [dir, imagesDir, baseDir]))
    for (const dir of watchers.keys()) if (dir !== next.actorsDir && !wanted.has(dir)) detach(dir)
    attachAll(next, generation).catch(failed)
  }

  follow(layout)
  return {
    follow,
    close() {
      generation += 1
      for (const dir of watchers.keys()) detach(dir)
    },
  }
}

export const watchNatively: Watch = process.platform === 'linux' ? watchFolders : watchTree
