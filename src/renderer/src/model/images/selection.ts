/** Selected images, the anchor of a range, and the cell with the focus. Keys are ids of images or plan steps. */
export interface Selection {
  readonly selected: ReadonlySet<string>
  readonly anchor: string | null
  readonly focus: string | null
}

export const NOTHING: Selection = { selected: new Set(), anchor: null, focus: null }

export type SelectionAction =
  /** A plain click, or a focus move without Shift. */
  | { readonly type: 'only'; readonly key: string }
  | { readonly type: 'toggle'; readonly key: string }
  /** Selects from the anchor to the key in reading order, and replaces the selection. */
  | { readonly type: 'range'; readonly key: string; readonly order: readonly string[] }
  | { readonly type: 'set'; readonly keys: readonly string[]; readonly added?: boolean }
  | { readonly type: 'focus'; readonly key: string | null }
  | { readonly type: 'clear' }
  /** Removes images that no longer exist from the selection. */
  | { readonly type: 'retain'; readonly present: ReadonlySet<string> }

export function select(state: Selection, action: SelectionAction): Selection {
  switch (action.type) {
    case 'only':
      return { selected: new Set([action.key]), anchor: action.key, focus: action.key }
    case 'toggle': {
      const selected = new Set(state.selected)
      if (!selected.delete(action.key)) selected.add(action.key)
      return { selected, anchor: action.key, focus: action.key }
    }
    case 'range': {
      const from = state.anchor === null ? -1 : action.order.indexOf(state.anchor)
      const to = action.order.indexOf(action.key)
      if (from < 0 || to < 0) return { selected: new Set([action.key]), anchor: action.key, focus: action.key }
      const keys = action.order.slice(Math.min(from, to), Math.max(from, to) + 1)
      return { selected: new Set(keys), anchor: state.anchor, focus: action.key }
    }
    case 'set': {
      const selected = new Set(action.added ? [...state.selected, ...action.keys] : action.keys)
      return { ...state, selected, anchor: action.keys[0] ?? state.anchor }
    }
    case 'focus':
      return state.focus === action.key ? state : { ...state, focus: action.key }
    case 'clear':
      return state.selected.size === 0 ? state : { ...state, selected: new Set(), anchor: null }
    case 'retain': {
      const gone = [...state.selected].some((key) => !action.present.has(key))
      if (!gone) return state
      return { ...state, selected: new Set([...state.selected].filter((key) => action.present.has(key))) }
    }
  }
}

/** Returns the key to focus after images left a lane: the one that takes the first one's place, or the last one. */
export function nextFocus(order: readonly string[], leaving: ReadonlySet<string>): string | null {
  const first = order.findIndex((key) => leaving.has(key))
  if (first < 0) return null
  return (
    order.slice(first).find((key) => !leaving.has(key)) ??
    order
      .slice(0, first)
      .reverse()
      .find((key) => !leaving.has(key)) ??
    null
  )
}
