import { Menu } from '@base-ui/react/menu'
import { Bookmark, Trash2 } from 'lucide-react'
import { openPanel } from '../../model/window/view-store.ts'
import { strings } from '../../base/strings/index.ts'
import { IconButton } from '../../base/ui/Button.tsx'
import { MenuPortal } from '../../base/ui/MenuPortal.tsx'
import { applyFilter, useFilter } from '../../model/images/filter-store.ts'
import { forgetFilter, useSavedFilters } from '../../model/search/saved.ts'

const text = strings.search

/** Menu of saved filters: apply, save the current one, delete. */
export function SavedMenu() {
  const saved = useSavedFilters()
  const applied = useFilter((state) => state.applied)
  return (
    <Menu.Root>
      <Menu.Trigger
        render={
          <IconButton label={text.savedMenu}>
            <Bookmark size={15} />
          </IconButton>
        }
      />
      <MenuPortal>
        <Menu.Positioner align="end" sideOffset={6} className="menu-positioner">
          <Menu.Popup className="menu saved-filters">
            <Menu.Item className="menu-item" disabled={applied === ''} onClick={() => openPanel('save-filter')}>
              {text.save}
            </Menu.Item>
            <Menu.Separator className="menu-separator" />
            {saved.length === 0 && <p className="menu-label">{text.noneSaved}</p>}
            {saved.map((filter) => (
              <div key={filter.name} role="presentation" className="saved-filter">
                <Menu.Item className="menu-item" onClick={() => applyFilter(filter.filter)}>
                  <span className="ellipsis">{filter.name}</span>
                  <small className="ellipsis">{filter.filter}</small>
                </Menu.Item>
                <Menu.Item
                  className="menu-item saved-forget"
                  aria-label={text.forget(filter.name)}
                  title={text.forget(filter.name)}
                  onClick={() => void forgetFilter(filter)}
                >
                  <Trash2 size={14} aria-hidden />
                </Menu.Item>
              </div>
            ))}
          </Menu.Popup>
        </Menu.Positioner>
      </MenuPortal>
    </Menu.Root>
  )
}
