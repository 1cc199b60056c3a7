import { capabilities } from '../host/capabilities.ts'
import { strings } from '../strings.ts'
import { Kbd } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { closePanel } from './view-store.ts'
import './shortcuts.css'

const mod = capabilities.modifier
const { groups, keys } = strings.shortcuts

/** Alternatives are separated by "or"; keys pressed together stand in one entry. */
const SHEET: readonly { readonly title: string; readonly rows: readonly (readonly [string, readonly string[]])[] }[] = [
  {
    title: groups.images,
    rows: [
      [keys.move, ['←', '↑', '→', '↓']],
      [keys.ends, ['Home', 'End', 'PgUp', 'PgDn']],
      [keys.extend, ['Shift + arrows']],
      [keys.toggle, [`${mod} + click`, `${mod} Space`]],
      [keys.all, [`${mod} A`]],
      [keys.photo, ['1']],
      [keys.bw, ['2']],
      [keys.colour, ['3']],
      [keys.unsorted, ['0']],
      [keys.reject, ['X']],
      [keys.undo, [`${mod} Z`]],
      [keys.redo, [`${mod} Shift Z`]],
    ],
  },
  {
    title: groups.view,
    rows: [
      [keys.open, ['Space', 'Enter']],
      [keys.browse, ['←', '→']],
      [keys.zoom, ['+', '−', 'wheel']],
      [keys.actual, ['Z']],
      [keys.close, ['Esc']],
    ],
  },
  {
    title: groups.set,
    rows: [
      [keys.find, ['/']],
      [keys.balance, [`${mod} B`]],
      [keys.balanceAll, [`${mod} Shift B`]],
      [keys.spare, ['S']],
      [keys.openLibrary, [`${mod} O`]],
      [keys.settings, [`${mod} ,`]],
      [keys.help, ['?']],
    ],
  },
]

export function Shortcuts() {
  return (
    <Dialog title={strings.shortcuts.title} onClose={closePanel} size="m">
      <div className="shortcuts">
        {SHEET.map((group) => (
          <section key={group.title}>
            <h3>{group.title}</h3>
            <dl>
              {group.rows.map(([label, combos]) => (
                <div key={label}>
                  <dt>{label}</dt>
                  <dd>
                    {combos.map((combo) => (
                      <Kbd key={combo}>{combo}</Kbd>
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
