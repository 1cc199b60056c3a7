import type { MenuItemConstructorOptions } from 'electron'
import type { MenuCommand } from '../../contract/menu.ts'

type Item = MenuItemConstructorOptions

/**
 * `send` passes a command to the focused page. Undo, Redo and Select All show their shortcuts but leave them to the page, where text fields
 * handle them first; macOS asks the page before the menu anyway.
 */
export function menuTemplate(
  platform: NodeJS.Platform,
  isPackaged: boolean,
  send: (command: MenuCommand) => void,
): Item[] {
  const item = (label: string, command: MenuCommand, more: Item = {}): Item => ({
    label,
    id: command,
    click: () => send(command),
    ...more,
  })
  const separator: Item = { type: 'separator' }
  const mac = platform === 'darwin'
  const settings = item('Settings…', 'settings', { accelerator: 'CmdOrCtrl+,' })
  const left = { registerAccelerator: false } as const

  const app: Item = {
    role: 'appMenu',
    submenu: [
      item('About Evencast', 'about'),
      separator,
      settings,
      separator,
      { role: 'services' },
      separator,
      { role: 'hide' },
      { role: 'hideOthers' },
      { role: 'unhide' },
      separator,
      { role: 'quit' },
    ],
  }
  const file: Item = {
    label: '&File',
    submenu: [
      item('Open Folder…', 'open', { accelerator: 'CmdOrCtrl+O' }),
      separator,
      ...(mac ? [{ role: 'close' } as const] : [settings, separator, { role: 'quit' } as const]),
    ],
  }
  const edit: Item = {
    label: '&Edit',
    submenu: [
      item('Undo', 'undo', { accelerator: 'CmdOrCtrl+Z', ...left }),
      item('Redo', 'redo', { accelerator: mac ? 'Shift+Cmd+Z' : 'Ctrl+Y', ...left }),
      separator,
      { role: 'cut' },
      { role: 'copy' },
      { role: 'paste' },
      item('Select All', 'select-all', { accelerator: 'CmdOrCtrl+A', ...left }),
      separator,
      item('Filter…', 'filter', { accelerator: 'CmdOrCtrl+F' }),
    ],
  }
  const actor: Item = {
    label: '&Actor',
    submenu: [
      item('Balance', 'balance', { accelerator: 'CmdOrCtrl+B' }),
      item('Balance All', 'balance-all', { accelerator: 'CmdOrCtrl+Shift+B' }),
    ],
  }
  const view: Item = {
    label: '&View',
    submenu: [
      { role: 'resetZoom' },
      { role: 'zoomIn' },
      { role: 'zoomOut' },
      separator,
      { role: 'togglefullscreen' },
      ...(isPackaged ? [] : [separator, { role: 'reload' } as const, { role: 'toggleDevTools' } as const]),
    ],
  }
  const help: Item = {
    role: 'help',
    submenu: [item('Keyboard Shortcuts', 'shortcuts'), ...(mac ? [] : [item('About Evencast', 'about')])],
  }
  return [...(mac ? [app] : []), file, edit, actor, view, { role: 'windowMenu' }, help]
}
