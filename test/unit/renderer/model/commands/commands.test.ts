import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { keyLabel, type Press, pressed } from '../../../../../src/renderer/src/model/commands/keys.ts'
import { type Entry, matching } from '../../../../../src/renderer/src/base/ui/matching.ts'

const press = (key: string, held: Partial<Press> = {}): Press => ({
  key,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  ...held,
})

describe('a key combination', () => {
  it('is met by exactly its modifiers, on either platform', () => {
    expect(pressed(press('b', { ctrlKey: true }), 'mod+b')).toBe(true)
    expect(pressed(press('b', { metaKey: true }), 'mod+b')).toBe(true)
    expect(pressed(press('B', { ctrlKey: true, shiftKey: true }), 'mod+b')).toBe(false)
    expect(pressed(press('B', { ctrlKey: true, shiftKey: true }), 'mod+shift+b')).toBe(true)
    expect(pressed(press('x', { altKey: true }), 'x')).toBe(false)
    expect(pressed(press('X', { shiftKey: true }), 'x')).toBe(false)
  })

  it('takes a sign with or without Shift, as keyboards differ', () => {
    expect(pressed(press('?', { shiftKey: true }), '?')).toBe(true)
    expect(pressed(press('/'), '/')).toBe(true)
    expect(pressed(press('/', { shiftKey: true }), '/')).toBe(true)
  })

  it('is printed as on the keys', () => {
    expect(keyLabel('mod+shift+b', 'Ctrl')).toBe('Ctrl Shift B')
    expect(keyLabel('escape', '⌘')).toBe('Esc')
  })
})

describe('the palette', () => {
  const entry = (title: string): Entry => ({ id: title, title, aside: '', group: '', run: () => {} })
  const titles = ['Balance all actors', 'Undo', 'Empty the trash', 'alice_balanced']
  const find = (typed: string) => matching(titles.map(entry), typed, 10).map(({ title }) => title)

  it('finds every word anywhere, beginnings first', () => {
    expect(find('bal')).toEqual(['Balance all actors', 'alice_balanced'])
    expect(find('tra emp')).toEqual(['Empty the trash'])
    expect(find('nowhere')).toEqual([])
    expect(find('')).toEqual(titles)
  })
})

interface Named {
  readonly id: string
  readonly keys?: readonly string[]
  readonly on: readonly string[]
}

describe('the commands', () => {
  let commands: readonly Named[] = []
  beforeAll(async () => {
    vi.stubGlobal('window', {})
    vi.stubGlobal('location', new URL('http://127.0.0.1/'))
    const registry = '../../../../../src/renderer/src/model/commands/registry.ts'
    commands = (await vi.importActual<{ readonly COMMANDS: readonly Named[] }>(registry)).COMMANDS
  })
  afterAll(() => vi.unstubAllGlobals())

  it('have ids of their own, and no two want the same key on the same surface', () => {
    expect(new Set(commands.map(({ id }) => id)).size).toBe(commands.length)
    const taken = commands.flatMap(({ on, keys = [] }) => on.flatMap((place) => keys.map((key) => `${place} ${key}`)))
    expect(taken.filter((each, index) => taken.indexOf(each) !== index)).toEqual([])
  })

  it('include what is looked for there: export, the appearance, adding images, targets, the tour', () => {
    const sought = ['export', 'theme-dark', 'add-images', 'target', 'targets', 'actors-target', 'tour']
    expect(sought.filter((id) => !commands.some((command) => command.id === id))).toEqual([])
  })

  it('include every item of the desktop menu', () => {
    const menu = ['open', 'settings', 'undo', 'redo', 'select-all', 'balance', 'balance-all', 'filter', 'shortcuts']
    expect(menu.filter((id) => !commands.some((command) => command.id === id))).toEqual([])
  })
})
