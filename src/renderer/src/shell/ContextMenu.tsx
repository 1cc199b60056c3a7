import { Menu } from '@base-ui/react/menu'
import { Fragment, useEffect, useMemo } from 'react'
import { strings } from '../base/strings/index.ts'
import { MenuPortal } from '../base/ui/MenuPortal.tsx'
import { contextEntries } from '../model/commands/context-entries.ts'
import { closeContextMenu, onContextMenu, useContextMenu } from '../model/commands/context-menu-store.ts'

/**
 * The context menu of the element under the pointer or with the focus. There is one for the whole window, because thousands of tiles mount
 * and unmount.
 */
export function ContextMenu() {
  const { target, at, from } = useContextMenu()
  useEffect(() => {
    const stop = new AbortController()
    window.addEventListener('contextmenu', onContextMenu, { signal: stop.signal })
    return () => stop.abort()
  }, [])
  const groups = useMemo(() => (target ? contextEntries(target) : []), [target])
  if (!target || groups.length === 0) return null
  return (
    <Menu.Root open onOpenChange={(open) => !open && closeContextMenu()}>
      <MenuPortal>
        <Menu.Positioner
          className="menu-positioner"
          anchor={{ getBoundingClientRect: () => at }}
          side="bottom"
          align="start"
          sideOffset={2}
        >
          <Menu.Popup
            className="menu"
            aria-label={strings.contextMenu.label}
            finalFocus={() => (from?.isConnected ? from : null)}
          >
            {groups.map((group, index) => (
              <Fragment key={group[0]?.id}>
                {index > 0 && <Menu.Separator className="menu-separator" />}
                {group.map(({ id, title, keys, run }) => (
                  // Runs after the menu has restored the focus, because the action may move it.
                  <Menu.Item key={id} className="menu-item" onClick={() => setTimeout(run)}>
                    {title}
                    {keys !== '' && <small>{keys}</small>}
                  </Menu.Item>
                ))}
              </Fragment>
            ))}
          </Menu.Popup>
        </Menu.Positioner>
      </MenuPortal>
    </Menu.Root>
  )
}
