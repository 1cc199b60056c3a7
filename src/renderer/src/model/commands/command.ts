import type { Surface } from '../surface/surface.ts'
import type { strings } from '../../base/strings/index.ts'

export type CommandGroup = keyof typeof strings.commands.groups

/** Something the user can ask for: by a key, in the palette, from the desktop menu. The cheat sheet is made from these. */
export interface Command {
  readonly id: string
  readonly title: string
  readonly group: CommandGroup
  /** Combinations such as `mod+shift+b`, `x`, `?`; the first is the one that is shown. A key means one thing per surface. */
  readonly keys?: readonly string[]
  /** Where it makes sense. */
  readonly on: readonly Surface[]
  /** Whether there is anything for it to act on just now; absent: always. */
  readonly when?: () => boolean
  readonly run: () => void
}
