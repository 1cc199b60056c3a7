import { readFile } from 'node:fs/promises'
import type { BrowserWindow, Rectangle } from 'electron'
import writeFileAtomic from 'write-file-atomic'

export interface WindowState extends Rectangle {
  readonly maximized: boolean
}

/** Parses the state without zod, which takes longer to load than everything else that a window needs. */
function parseState(value: unknown): WindowState | null {
  if (typeof value !== 'object' || value === null) return null
  const size = (key: string): number => Number(Reflect.get(value, key))
  const [x, y, width, height] = [size('x'), size('y'), size('width'), size('height')]
  const maximized = Reflect.get(value, 'maximized') === true
  const whole = [x, y, width, height].every(Number.isSafeInteger)
  return whole && width > 0 && height > 0 ? { x, y, width, height, maximized } : null
}

/** Default window size in DIP, which is that of the design. */
const DEFAULT_SIZE = { width: 1440, height: 900 } as const
export const MIN_SIZE = { width: 720, height: 520 } as const

/** The part of the window, in DIP, that must be on one display so that it can be found and dragged. */
const GRIP = 120

/** Returns the remembered bounds if a display still shows them, else the default size within the first display. */
export function placed(state: WindowState | null, workAreas: readonly Rectangle[]): Partial<Rectangle> {
  const [first] = workAreas
  const fits = (area: Rectangle): boolean =>
    state !== null && overlap(state, area, 'x', 'width') >= GRIP && overlap(state, area, 'y', 'height') >= GRIP
  const area = workAreas.find(fits)
  if (state && area)
    return {
      x: state.x,
      y: state.y,
      width: Math.max(MIN_SIZE.width, Math.min(state.width, area.width)),
      height: Math.max(MIN_SIZE.height, Math.min(state.height, area.height)),
    }
  return {
    width: Math.min(DEFAULT_SIZE.width, first?.width ?? DEFAULT_SIZE.width),
    height: Math.min(DEFAULT_SIZE.height, first?.height ?? DEFAULT_SIZE.height),
  }
}

function overlap(a: Rectangle, b: Rectangle, start: 'x' | 'y', size: 'width' | 'height'): number {
  return Math.min(a[start] + a[size], b[start] + b[size]) - Math.max(a[start], b[start])
}

export async function readWindowState(file: string): Promise<WindowState | null> {
  try {
    return parseState(JSON.parse(await readFile(file, 'utf8')))
  } catch {
    // The file is missing or damaged, so the default size is used.
    return null
  }
}

/** Keeps `file` up to date. Returns a function that waits for the last write, to call before the app ends. */
export function rememberWindow(window: BrowserWindow, file: string): () => Promise<void> {
  let written = Promise.resolve()
  window.on('close', () => {
    const state: WindowState = { ...window.getNormalBounds(), maximized: window.isMaximized() }
    written = writeFileAtomic(file, `${JSON.stringify(state)}\n`).catch(() => {})
  })
  return () => written
}
