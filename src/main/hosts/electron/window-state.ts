import { readFile } from 'node:fs/promises'
import type { BrowserWindow, Rectangle } from 'electron'
import writeFileAtomic from 'write-file-atomic'

export interface WindowState extends Rectangle {
  readonly maximized: boolean
}

/** By hand: the parser of the contract takes longer to load than the rest of what a window needs. */
function parseState(value: unknown): WindowState | null {
  if (typeof value !== 'object' || value === null) return null
  const size = (key: string): number => Number(Reflect.get(value, key))
  const [x, y, width, height] = [size('x'), size('y'), size('width'), size('height')]
  const maximized = Reflect.get(value, 'maximized') === true
  const whole = [x, y, width, height].every(Number.isSafeInteger)
  return whole && width > 0 && height > 0 ? { x, y, width, height, maximized } : null
}

/** Window size in DIP without a remembered one: the design's own. */
const DEFAULT_SIZE = { width: 1440, height: 900 } as const
export const MIN_SIZE = { width: 720, height: 520 } as const

/** So much of the window, in DIP, has to lie on one display for it to be found and dragged. */
const GRIP = 120

/** The remembered bounds if a display still shows them, else the default size within the first display. */
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
    // Missing or damaged: the default is good enough.
    return null
  }
}

/** Keeps `file` up to date; returns what to wait for before the app ends. */
export function rememberWindow(window: BrowserWindow, file: string): () => Promise<void> {
  let written = Promise.resolve()
  window.on('close', () => {
    const state: WindowState = { ...window.getNormalBounds(), maximized: window.isMaximized() }
    written = writeFileAtomic(file, `${JSON.stringify(state)}\n`).catch(() => {})
  })
  return () => written
}
