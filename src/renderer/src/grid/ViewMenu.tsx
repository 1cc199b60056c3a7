import { Menu } from '@base-ui/react/menu'
import { ArrowDownUp } from 'lucide-react'
import { SORTS } from '../../../main/domain/image-order.ts'
import { strings } from '../base/strings/index.ts'
import { MenuChoice } from '../base/ui/MenuChoice.tsx'
import { MenuPortal } from '../base/ui/MenuPortal.tsx'
import { setDensity, setThumbnails, sortBy, turnOrder, useArrangement } from '../model/images/arrangement-store.ts'

const text = strings.search

const optionsOf = <Value extends string>(
  labels: { readonly [Key in Value]: string },
  values: readonly NoInfer<Value>[],
): readonly { readonly value: Value; readonly label: string }[] =>
  values.map((value) => ({ value, label: labels[value] }))

/** Menu for the order and density of images. */
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
            <MenuChoice label={text.sort} value={order.by} options={optionsOf(text.sorts, SORTS)} onChoose={sortBy} />
            <Menu.Separator className="menu-separator" />
            <MenuChoice
              label={text.direction}
              value={direction}
              options={optionsOf(text.directions, ['ascending', 'descending'])}
              onChoose={(value) => value !== direction && turnOrder()}
            />
            <Menu.Separator className="menu-separator" />
            <MenuChoice
              label={text.density}
              value={density}
              options={optionsOf(text.densities, ['comfortable', 'compact'])}
              onChoose={setDensity}
            />
            <Menu.Separator className="menu-separator" />
            <MenuChoice
              label={text.thumbnails}
              value={thumbnails}
              options={optionsOf(text.thumbnailKinds, ['fill', 'whole'])}
              onChoose={setThumbnails}
            />
          </Menu.Popup>
        </Menu.Positioner>
      </MenuPortal>
    </Menu.Root>
  )
}
