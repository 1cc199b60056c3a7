import { appCommands } from '../app/commands.ts'
import { surface, type Surface } from '../app/surface.ts'
import { compareCommands } from '../compare/commands.ts'
import { cullingCommands } from '../culling/commands.ts'
import { editCommands } from '../edits/commands.ts'
import { fleetCommands } from '../fleet/commands.ts'
import { galleryCommands } from '../gallery/commands.ts'
import { lightboxCommands } from '../lightbox/commands.ts'
import { planCommands } from '../plan/commands.ts'
import { tourCommands } from '../tour/commands.ts'
import { searchCommands } from '../search/commands.ts'
import type { Command } from './command.ts'
import { type Press, pressed } from './keys.ts'

/** Every command of every feature, in the order in which the palette and the cheat sheet show them. */
export const COMMANDS: readonly Command[] = [
  ...galleryCommands,
  ...cullingCommands,
  ...compareCommands,
  ...searchCommands,
  ...editCommands,
  ...lightboxCommands,
  ...planCommands,
  ...fleetCommands,
  ...appCommands,
  ...tourCommands,
]

const can = (command: Command, here: Surface): boolean => command.on.includes(here) && (command.when?.() ?? true)

/** What can be done right now. */
export const available = (): readonly Command[] => COMMANDS.filter((command) => can(command, surface()))

export const commandFor = (press: Press): Command | undefined =>
  available().find((command) => command.keys?.some((keys) => pressed(press, keys)))

/** Menu items of the desktop app name commands by their id. */
export function runCommand(id: string): void {
  available()
    .find((command) => command.id === id)
    ?.run()
}
