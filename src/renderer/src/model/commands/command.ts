import type { Surface } from '../surface/surface.ts'
import type { strings } from '../../base/strings/index.ts'

export type CommandGroup = keyof typeof strings.commands.groups

/** An action of the user: run by a key, from the palette or from the desktop menu. The list of shortcuts is generated from commands. */
export interface Command {
  readonly id: string
  readonly title: string
  readonly group: CommandGroup
  /** Key combinations such as `mod+shift+b`, `x` or `?`; the first one is displayed. A key has one meaning per surface. */
  readonly keys?: readonly string[]
  /** Surfaces where the command is available. */
  readonly on: readonly Surface[]
  /** Returns true when there is something to act on. Always available when omitted. */
  readonly when?: () => boolean
  readonly run: () => void
}
