import { contextBridge, ipcRenderer, webUtils } from 'electron'
import type { DesktopBridge } from '../renderer/src/base/host/desktop.ts'

// The page makes the channel and hands one end over; only this window's own messages count.
window.addEventListener('message', (event) => {
  if (event.source === window && event.data === 'rpc-port') ipcRenderer.postMessage('rpc-port', null, [...event.ports])
})

/** In a text field these three mean the text, not the gallery. */
const TEXT_COMMANDS = new Map([
  ['undo', 'undo'],
  ['redo', 'redo'],
  ['select-all', 'selectAll'],
])
const inTextField = () => document.activeElement?.matches('input, textarea, [contenteditable]') ?? false

const desktop: DesktopBridge = {
  platform: process.platform,
  pickFolder: () => ipcRenderer.invoke('pick-folder'),
  // The path goes to the main process and never to the page.
  folderForDrop: (file) => ipcRenderer.invoke('folder-for-drop', webUtils.getPathForFile(file)),
  fileForDrop: (file) => ipcRenderer.invoke('file-for-drop', webUtils.getPathForFile(file)),
  dragOut: (imageIds) => ipcRenderer.invoke('drag-out', imageIds),
  showLog: () => ipcRenderer.invoke('show-log'),
  reveal: (imageId) => ipcRenderer.invoke('reveal', imageId),
  revealExport: (versionId) => ipcRenderer.invoke('reveal-export', versionId),
  saveDownload: (downloadId) => ipcRenderer.invoke('save-download', downloadId),
  onMenu(listener) {
    const relay = (_event: unknown, command: string) => {
      const text = TEXT_COMMANDS.get(command)
      if (text && inTextField()) document.execCommand(text)
      else listener(command)
    }
    ipcRenderer.on('menu', relay)
    return () => void ipcRenderer.off('menu', relay)
  },
}
contextBridge.exposeInMainWorld('desktop', desktop)
