import type { BrowserWindowConstructorOptions, Rectangle } from 'electron'
import { MIN_SIZE } from './window-state.ts'

/** Options of the app's window. It stays hidden until its page is ready. */
export const windowOptions = (
  preloadFile: string,
  bounds: Partial<Rectangle>,
  platform: NodeJS.Platform,
  dark: boolean,
): BrowserWindowConstructorOptions => ({
  ...bounds,
  minWidth: MIN_SIZE.width,
  minHeight: MIN_SIZE.height,
  show: false,
  title: 'Evencast',
  backgroundColor: dark ? '#161615' : '#f6f6f4',
  ...(platform === 'darwin' && { titleBarStyle: 'hiddenInset' as const }),
  webPreferences: {
    preload: preloadFile,
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    webviewTag: false,
    allowRunningInsecureContent: false,
    spellcheck: false,
  },
})
