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

/** Every command of every feature, in the order in which the palette and the cheat sheet show them. */
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

/** Whether it can be done right now. */
export const canRun = (command: Command): boolean => can(command, surface())

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
