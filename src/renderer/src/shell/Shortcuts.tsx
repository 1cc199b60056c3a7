import { capabilities } from '../base/host/capabilities.ts'
import { strings } from '../base/strings/index.ts'
import { closePanel } from '../model/window/view-store.ts'
import { Kbd } from '../base/ui/Button.tsx'
import { Dialog } from '../base/ui/Dialog.tsx'
import type { CommandGroup } from '../model/commands/command.ts'
import { keyLabel } from '../model/commands/keys.ts'
import { COMMANDS } from '../model/commands/registry.ts'
import './shortcuts.css'

const mod = capabilities.modifier
const { keys, views } = strings.shortcuts
type Row = readonly [label: string, combinations: readonly string[]]

/** Keys of grids and viewers that are not commands: they move the focus or the view. */
const GRID: readonly Row[] = [
  [keys.move, ['←', '↑', '→', '↓']],
  [keys.ends, ['Home', 'End', 'PgUp', 'PgDn']],
  [keys.extend, ['Shift + arrows', 'Shift + click']],
  [keys.unselected, [`${mod} + arrows`]],
  [keys.toggle, ['Space', `${mod} + click`]],
  [keys.open, ['Enter']],
  [keys.spare, ['S']],
]
const LIGHTBOX: readonly Row[] = [
  [keys.browse, ['←', '→']],
  [keys.zoom, ['+', '−', 'wheel']],
  [keys.actual, ['Z']],
  [keys.close, ['Esc']],
]
const CULLING: readonly Row[] = [
  [strings.culling.commands.base, ['B']],
  [strings.culling.commands.actual, ['Space']],
]

const rowsOf = (group: CommandGroup): readonly Row[] =>
  COMMANDS.filter((command) => command.group === group && command.keys !== undefined).map((command) => [
    command.title,
    (command.keys ?? []).map((each) => keyLabel(each, mod)),
  ])

const sheet = (): readonly { readonly title: string; readonly rows: readonly Row[] }[] => {
  const groups = Object.keys(strings.commands.groups).filter(
    (name): name is CommandGroup => name in strings.commands.groups,
  )
  return [
    { title: views.grid, rows: GRID },
    ...groups.map((group) => ({
      title: strings.commands.groups[group],
      rows: group === 'culling' ? [...rowsOf(group), ...CULLING] : rowsOf(group),
    })),
    { title: views.lightbox, rows: LIGHTBOX },
  ].filter(({ rows }) => rows.length > 0)
}

/** The list of keyboard shortcuts, generated from the commands so that it is always complete. */
export function Shortcuts() {
  return (
    <Dialog title={strings.shortcuts.title} onClose={closePanel} size="wide" reading>
      <div className="shortcuts">
        {sheet().map((group) => (
          <section key={group.title}>
            <h3>{group.title}</h3>
            <dl>
              {group.rows.map(([label, combinations]) => (
                <div key={label}>
                  <dt>{label}</dt>
                  <dd>
                    {combinations.map((each) => (
                      <Kbd key={each}>{each}</Kbd>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  )
}
