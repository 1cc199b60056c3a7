import { appCommands } from './app.ts'
import { surface, type Surface } from '../surface/surface.ts'
import { compareCommands } from './compare.ts'
import { cropCommands } from './crop.ts'
import { cullingCommands } from './culling.ts'
import { editCommands } from './edits.ts'
import { allActorsCommands } from './all-actors.ts'
import { galleryCommands } from './gallery.ts'
import { lightboxCommands } from './lightbox.ts'
import { planCommands } from './plan.ts'
import { tourCommands } from './tour.ts'
import { searchCommands } from './search.ts'
import type { Command } from './command.ts'
import { type Press, pressed } from './keys.ts'

/** All commands, in the order of the palette and the list of shortcuts. */
export const COMMANDS: readonly Command[] = [
  ...galleryCommands,
  ...cullingCommands,
  ...compareCommands,
  ...cropCommands,
  ...searchCommands,
  ...editCommands,
  ...lightboxCommands,
  ...planCommands,
  ...allActorsCommands,
  ...appCommands,
  ...tourCommands,
]

const can = (command: Command, here: Surface): boolean => command.on.includes(here) && (command.when?.() ?? true)

/** Returns true when the command can run now. */
export const canRun = (command: Command): boolean => can(command, surface())

/** Returns the commands that can run now. */
export const available = (): readonly Command[] => COMMANDS.filter((command) => can(command, surface()))

export const commandFor = (press: Press): Command | undefined =>
  available().find((command) => command.keys?.some((keys) => pressed(press, keys)))

/** Runs a command by its id, which is how the desktop app's menu names it. */
export function runCommand(id: string): void {
  available()
    .find((command) => command.id === id)
    ?.run()
}
