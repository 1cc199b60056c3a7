import type { KeyboardEvent } from 'react'
import type { Move } from './navigate.ts'

/** Returns the focus movement of a key in a grid, or null. */
export function moveOf(event: KeyboardEvent): Move | null {
  const far = event.ctrlKey || event.metaKey
  switch (event.key) {
    case 'ArrowLeft':
      return 'left'
    case 'ArrowRight':
      return 'right'
    case 'ArrowUp':
      return 'up'
    case 'ArrowDown':
      return 'down'
    case 'Home':
      return far ? 'first' : 'rowStart'
    case 'End':
      return far ? 'last' : 'rowEnd'
    case 'PageUp':
      return 'pageUp'
    case 'PageDown':
      return 'pageDown'
    default:
      return null
  }
}
