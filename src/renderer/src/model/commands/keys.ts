/** The fields of a `KeyboardEvent` that matter here. */
export interface Press {
  readonly key: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly shiftKey: boolean
  readonly altKey: boolean
}

const isSign = (key: string) => key.length === 1 && key.toLowerCase() === key.toUpperCase() && !/\d/.test(key)

/** Returns true when a key press is this combination. Characters such as `?` need Shift on some keyboards only. */
export function pressed(press: Press, combination: string): boolean {
  const parts = combination.split('+')
  const key = parts.at(-1) ?? ''
  const wants = (modifier: string) => parts.slice(0, -1).includes(modifier)
  if (press.altKey !== wants('alt')) return false
  if ((press.ctrlKey || press.metaKey) !== wants('mod')) return false
  return press.key.toLowerCase() === key && (isSign(key) || press.shiftKey === wants('shift'))
}

const NAMES: Readonly<Record<string, string>> = {
  escape: 'Esc',
  enter: 'Enter',
  ' ': 'Space',
  backspace: 'Backspace',
  delete: 'Del',
  arrowleft: '←',
  arrowright: '→',
  arrowup: '↑',
  arrowdown: '↓',
  shift: 'Shift',
  alt: 'Alt',
}

/** Returns the combination as printed on keys: `Ctrl Shift B`, or with ⌘. */
export const keyLabel = (combination: string, modifier: string): string =>
  combination
    .split('+')
    .map((part) => (part === 'mod' ? modifier : (NAMES[part] ?? part.toUpperCase())))
    .join(' ')
