import { Menu } from '@base-ui/react/menu'
import { ArrowDownUp, Check } from 'lucide-react'
import { SORTS } from '../../../main/domain/image-order.ts'
import { strings } from '../base/strings/index.ts'
import { MenuPortal } from '../base/ui/MenuPortal.tsx'
import {
  type Density,
  setDensity,
  setThumbnails,
  sortBy,
  type Thumbnails,
  turnOrder,
  useArrangement,
} from '../model/images/arrangement-store.ts'

const text = strings.search

function Choice({ value, label }: { readonly value: string; readonly label: string }) {
  return (
    <Menu.RadioItem value={value} className="menu-item" closeOnClick>
      <span className="menu-check">
        <Menu.RadioItemIndicator>
          <Check size={14} />
        </Menu.RadioItemIndicator>
      </span>
      {label}
    </Menu.RadioItem>
  )
}

/** How images lie: their order, and how close. */
export function ViewMenu() {
  const { order, density, thumbnails } = useArrangement()
  const direction = order.descending ? 'descending' : 'ascending'
  return (
    <Menu.Root>
      <Menu.Trigger
        className="view-menu"
        aria-label={`${text.view}: ${text.sorts[order.by]}, ${text.directions[direction]}`}
      >
        <ArrowDownUp size={14} aria-hidden />
        <span>{text.sorted(text.sorts[order.by], order.descending)}</span>
      </Menu.Trigger>
      <MenuPortal>
        <Menu.Positioner align="end" sideOffset={6} className="menu-positioner">
          <Menu.Popup className="menu">
            <Menu.Group>
              <Menu.GroupLabel className="menu-label">{text.sort}</Menu.GroupLabel>
              <Menu.RadioGroup value={order.by} onValueChange={sortBy}>
                {SORTS.map((sort) => (
                  <Choice key={sort} value={sort} label={text.sorts[sort]} />
                ))}
              </Menu.RadioGroup>
            </Menu.Group>
            <Menu.Separator className="menu-separator" />
            <Menu.Group>
              <Menu.GroupLabel className="menu-label">{text.direction}</Menu.GroupLabel>
              <Menu.RadioGroup value={direction} onValueChange={(value) => value !== direction && turnOrder()}>
                <Choice value="ascending" label={text.directions.ascending} />
                <Choice value="descending" label={text.directions.descending} />
              </Menu.RadioGroup>
            </Menu.Group>
            <Menu.Separator className="menu-separator" />
            <Menu.Group>
              <Menu.GroupLabel className="menu-label">{text.density}</Menu.GroupLabel>
              <Menu.RadioGroup value={density} onValueChange={(value: Density) => setDensity(value)}>
                <Choice value="comfortable" label={text.densities.comfortable} />
                <Choice value="compact" label={text.densities.compact} />
              </Menu.RadioGroup>
            </Menu.Group>
            <Menu.Separator className="menu-separator" />
            <Menu.Group>
              <Menu.GroupLabel className="menu-label">{text.thumbnails}</Menu.GroupLabel>
              <Menu.RadioGroup value={thumbnails} onValueChange={(value: Thumbnails) => setThumbnails(value)}>
                <Choice value="fill" label={text.thumbnailKinds.fill} />
                <Choice value="whole" label={text.thumbnailKinds.whole} />
              </Menu.RadioGroup>
            </Menu.Group>
          </Menu.Popup>
        </Menu.Positioner>
      </MenuPortal>
    </Menu.Root>
  )
}
