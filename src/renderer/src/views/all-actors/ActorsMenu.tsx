import { Menu } from '@base-ui/react/menu'
import { ArrowDown, ArrowUp, Check, Columns3 } from 'lucide-react'
import { ACTOR_COLUMNS } from '../../../../main/contract/actor-columns.ts'
import { strings } from '../../base/strings/index.ts'
import { IconButton } from '../../base/ui/Button.tsx'
import { MenuPortal } from '../../base/ui/MenuPortal.tsx'
import { sortBy, toggleColumn, useAllActors } from '../../model/all-actors/all-actors-store.ts'

const text = strings.allActors

/** Chooses the columns of the table, or the order of the wall, which has no column headers. */
export function ActorsMenu() {
  const layout = useAllActors((state) => state.layout)
  const sort = useAllActors((state) => state.sort)
  const hidden = useAllActors((state) => state.hidden)
  const label = layout === 'table' ? text.columnMenu : text.sortMenu
  const Arrow = sort.descending ? ArrowDown : ArrowUp
  return (
    <Menu.Root>
      <Menu.Trigger
        render={
          <IconButton label={label}>{layout === 'table' ? <Columns3 size={16} /> : <Arrow size={16} />}</IconButton>
        }
      />
      <MenuPortal>
        <Menu.Positioner align="end" sideOffset={6} className="menu-positioner">
          <Menu.Popup className="menu">
            <Menu.Group>
              <Menu.GroupLabel className="menu-label">{label}</Menu.GroupLabel>
              {ACTOR_COLUMNS.map((column) =>
                layout === 'table' ? (
                  <Menu.CheckboxItem
                    key={column}
                    className="menu-item"
                    checked={!hidden.has(column)}
                    disabled={column === 'actor'}
                    closeOnClick={false}
                    onCheckedChange={() => toggleColumn(column)}
                  >
                    <span className="menu-check">
                      <Menu.CheckboxItemIndicator>
                        <Check size={14} />
                      </Menu.CheckboxItemIndicator>
                    </span>
                    {text.columns[column]}
                  </Menu.CheckboxItem>
                ) : (
                  <Menu.Item key={column} className="menu-item" onClick={() => sortBy(column)}>
                    <span className="menu-check">{sort.column === column && <Arrow size={14} />}</span>
                    {text.columns[column]}
                  </Menu.Item>
                ),
              )}
            </Menu.Group>
          </Menu.Popup>
        </Menu.Positioner>
      </MenuPortal>
    </Menu.Root>
  )
}
