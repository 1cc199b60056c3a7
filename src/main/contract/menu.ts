/** Menu items of the desktop app that the renderer handles. */
export type MenuCommand =
  | 'open'
  | 'settings'
  | 'undo'
  | 'redo'
  | 'select-all'
  | 'balance'
  | 'balance-all'
  | 'filter'
  | 'shortcuts'
  | 'about'
