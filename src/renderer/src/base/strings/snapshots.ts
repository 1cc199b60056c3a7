import { bytes, count } from './format.ts'
import { images, plural } from './words.ts'

const actors = (n: number): string => plural(n, 'actor')

export const snapshots = {
  tabs: { edits: 'Changes', snapshots: 'Snapshots' },
  tabsLabel: 'What to list',
  make: 'Save snapshot',
  making: 'Saving…',
  name: 'Name of the snapshot',
  namePlaceholder: 'Snapshot name',
  made: (name: string) => `Saved the snapshot “${name}”`,
  none: 'No snapshots yet',
  noneText: 'A snapshot keeps images, labels and captions as they are now. One is saved before each run.',
  automatic: 'automatic',
  about: (n: number, of: number, size: number) => `${images(n)} of ${actors(of)} · ${bytes(size)}`,
  loading: 'Comparing with the folder…',
  same: 'Nothing has changed since this snapshot.',
  changed: (n: number, of: number) => `${count(n)} of ${actors(of)} changed since.`,
  unlisted: (n: number) => `and ${actors(n)} more`,
  unchanged: (n: number) => `${images(n)}, unchanged`,
  summary: (n: number, sidecars: number) =>
    [
      n > 0 && plural(n, 'change'),
      sidecars > 0 && `${plural(sidecars, 'caption or mask', 'captions and masks')} changed`,
    ]
      .filter(Boolean)
      .join(', '),
  more: (n: number) => `+${count(n)}`,
  how: {
    added: 'new since',
    removed: 'gone since',
    changed: 'edited since',
    label: 'moved since',
    caption: 'recaptioned',
  },
  inSnapshot: 'In the snapshot',
  now: 'Now',
  restoreAll: 'Restore all',
  restoreSome: (n: number) => `Restore ${actors(n)}`,
  restoring: 'Restoring…',
  choose: (actorId: string) => `Restore ${actorId}`,
  intro: 'Restoring moves what it replaces to the trash, and can be undone.',
  restored: (n: number, name: string) => `Restored ${actors(n)} to “${name}”`,
  missing: (n: number) =>
    `${actors(n)} of this snapshot ${n === 1 ? 'is no longer in the library and was' : 'are no longer in the library and were'} not restored.`,
  remove: 'Delete snapshot',
  removeSure: 'Delete permanently',
  removed: (name: string) => `Deleted the snapshot “${name}”`,
} as const
