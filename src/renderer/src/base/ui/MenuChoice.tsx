import { Menu } from '@base-ui/react/menu'
import { Check } from 'lucide-react'

interface Option<Value extends string> {
  readonly value: Value
  readonly label: string
  /** Shown at the end of the line, such as a count. */
  readonly aside?: string
}

/** A group of menu items of which one is selected. */
export function MenuChoice<Value extends string>({
  label,
  value,
  options,
  onChoose,
}: {
  readonly label: string
  readonly value: Value
  readonly options: readonly Option<Value>[]
  readonly onChoose: (value: Value) => void
}) {
  return (
    <Menu.Group>
      <Menu.GroupLabel className="menu-label">{label}</Menu.GroupLabel>
      <Menu.RadioGroup value={value} onValueChange={onChoose}>
        {options.map((option) => (
          <Menu.RadioItem key={option.value} value={option.value} className="menu-item" closeOnClick>
            <span className="menu-check">
              <Menu.RadioItemIndicator>
                <Check size={14} />
              </Menu.RadioItemIndicator>
            </span>
            {option.label}
            {option.aside !== undefined && <small className="num">{option.aside}</small>}
          </Menu.RadioItem>
        ))}
      </Menu.RadioGroup>
    </Menu.Group>
  )
}
