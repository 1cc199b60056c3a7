import { Search } from 'lucide-react'
import { useState } from 'react'
import { useActors } from '../model/library/actors-store.ts'
import { closePanel } from '../model/window/view-store.ts'
import { openActor } from '../model/shown/show-actor.ts'
import { capabilities } from '../base/host/capabilities.ts'
import { filterEntries } from '../model/commands/search.ts'
import { strings } from '../base/strings/index.ts'
import { Chooser } from '../base/ui/Chooser.tsx'
import type { Entry } from '../base/ui/matching.ts'
import { keyLabel } from '../model/commands/keys.ts'
import { available } from '../model/commands/registry.ts'

const text = strings.palette

function entries(): readonly Entry[] {
  const commands = available()
    .filter((command) => command.id !== 'palette')
    .map((command): Entry => {
      const keys = command.keys?.[0]
      return {
        id: command.id,
        title: command.title,
        aside: keys === undefined ? '' : keyLabel(keys, capabilities.modifier),
        group: strings.commands.groups[command.group],
        run: command.run,
      }
    })
  const actors = [...useActors.getState().byId.keys()].map((actorId): Entry => ({
    id: `actor:${actorId}`,
    title: actorId,
    aside: '',
    group: text.actors,
    run: () => openActor(actorId),
  }))
  const filters = filterEntries().map((entry): Entry => ({ ...entry, aside: '', group: text.filters }))
  return [...commands, ...filters, ...actors]
}

/** The command palette: every command and every actor, chosen by typing. */
export function Palette() {
  const [all] = useState(entries)
  return (
    <Chooser
      title={text.title}
      placeholder={text.placeholder}
      none={text.none}
      icon={<Search size={17} aria-hidden />}
      entries={all}
      onClose={closePanel}
    />
  )
}
