import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { askedFor } from '../../../src/main/hosts/electron/arguments.ts'
import { menuTemplate } from '../../../src/main/hosts/electron/menu.ts'
import { isOurPage, isOurUrl } from '../../../src/main/hosts/electron/page.ts'
import { isExternalAllowed, isPermitted } from '../../../src/main/hosts/electron/security.ts'
import { placed } from '../../../src/main/hosts/electron/window-state.ts'
import { windowOptions } from '../../../src/main/hosts/electron/window.ts'

test.each([
  ['app://evencast/', true],
  ['app://evencast/index.html#actor', true],
  ['app://evencast.evil/', false],
  ['app://evil/evencast', false],
  ['app://evil@evencast.example/', false],
  ['https://evencast/', false],
  ['https://evil.example/?next=app://evencast/', false],
  ['file:///etc/passwd', false],
  ['about:blank', false],
  ['', false],
])('%s is ours: %s', (url, ours) => {
  expect(isOurUrl(url)).toBe(ours)
})

test('only the main frame of our page may send', () => {
  const url = 'app://evencast/'
  expect(isOurPage({ url, parent: null })).toBe(true)
  expect(isOurPage({ url, parent: {} })).toBe(false)
  expect(isOurPage({ url: 'about:blank', parent: null })).toBe(false)
  expect(isOurPage(null)).toBe(false)
  expect(isOurPage(undefined)).toBe(false)
})

test.each([
  ['https://github.com/evencast', true],
  ['http://github.com/', false],
  ['https://github.com.evil.example/', false],
  ['https://github.com@evil.example/', false],
  ['https://user:secret@github.com/', false],
  ['file:///bin/sh', false],
  ['javascript:alert(1)', false],
  ['smb://github.com/share', false],
  ['no address', false],
])('%s may open in a browser: %s', (url, allowed) => {
  expect(isExternalAllowed(url)).toBe(allowed)
})

test('a page may write to the clipboard and fill the screen, and nothing else', () => {
  const asked = [
    'media',
    'geolocation',
    'notifications',
    'clipboard-read',
    'openExternal',
    'hid',
    'usb',
    'unknown',
    'midiSysex',
  ]
  expect(asked.filter(isPermitted)).toEqual([])
  expect(['clipboard-sanitized-write', 'fullscreen'].filter(isPermitted)).toHaveLength(2)
})

test('windows are sandboxed', () => {
  expect(windowOptions('/preload.cjs', {}, 'linux', true).webPreferences).toEqual({
    preload: '/preload.cjs',
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    webviewTag: false,
    allowRunningInsecureContent: false,
    spellcheck: false,
  })
})

test.each([
  [['evencast', '/photos'], true, '/photos'],
  [['evencast', '--no-sandbox', 'photos'], true, resolve('/home/me', 'photos')],
  [['electron', '.', '/photos'], false, '/photos'],
  [['electron', '--inspect', '.', 'photos'], false, resolve('/home/me', 'photos')],
  [['electron', '.'], false, null],
  [['evencast'], true, null],
  [['evencast', 'file:///data/%E0'], true, null],
  [['evencast', 'file:///data/a%2Fb'], true, null],
])('%j (packaged: %s) opens %s', (argv, packaged, folder) => {
  expect(askedFor(argv, packaged, '/home/me')).toEqual({ folder, link: null })
})

test('file managers hand over addresses of files, browsers links', () => {
  expect(askedFor(['evencast', 'file:///data/a%20b'], true, '/')).toEqual({ folder: '/data/a b', link: null })
  for (const link of ['evencast://open?path=/data', 'EVENCAST:/../data'])
    expect(askedFor(['evencast', '--flag', link], true, '/')).toEqual({ folder: null, link })
})

const SCREEN = { x: 0, y: 0, width: 1920, height: 1040 }
const SECOND = { x: 1920, y: 0, width: 1280, height: 1000 }
const at = (x: number, y: number, width = 1000, height = 700) => ({ x, y, width, height, maximized: false })

test('a window comes back where it was', () => {
  expect(placed(at(2000, 100), [SCREEN, SECOND])).toEqual({ x: 2000, y: 100, width: 1000, height: 700 })
})
test('a window whose display is gone, or which nobody could reach, gets a new place', () => {
  for (const lost of [at(2000, 100), at(-950, 100), at(100, 1000), at(100, -690)])
    expect(placed(lost, [SCREEN])).toEqual({ width: 1440, height: 900 })
})
test('a window never opens larger than its display', () => {
  expect(placed(null, [{ x: 0, y: 0, width: 1280, height: 720 }])).toEqual({ width: 1280, height: 720 })
  expect(placed(at(0, 0, 4000, 3000), [SCREEN])).toMatchObject({ width: 1920, height: 1040 })
})

test.each(['darwin', 'linux', 'win32'] as const)(
  'the menu on %s sends each command once, with keys of its own',
  (platform) => {
    const sent: string[] = []
    const items = menuTemplate(platform, true, (command) => sent.push(command)).flatMap(({ submenu }) =>
      Array.isArray(submenu) ? submenu : [],
    )
    const click = { call: (item: (typeof items)[number]) => Reflect.apply(item.click ?? (() => {}), undefined, []) }
    items.forEach((item) => click.call(item))
    expect(sent.toSorted()).toEqual([
      'about',
      'balance',
      'balance-all',
      'filter',
      'open',
      'redo',
      'select-all',
      'settings',
      'shortcuts',
      'undo',
    ])
    const keys = items.flatMap(({ accelerator }) => accelerator ?? [])
    expect(new Set(keys).size).toBe(keys.length)
    // Text fields handle these keys first, so the menu shows them without registering them.
    for (const id of ['undo', 'redo', 'select-all'])
      expect(items.find((item) => item.id === id)?.registerAccelerator).toBe(false)
  },
)
