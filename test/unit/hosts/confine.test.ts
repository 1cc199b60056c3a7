import { EventEmitter } from 'node:events'
import { expect, test } from 'vitest'
import { confineContents, denyPermissions } from '../../../src/main/hosts/electron/security.ts'

type Session = Parameters<typeof denyPermissions>[0]
type App = Parameters<typeof confineContents>[0]
type Shell = Parameters<typeof confineContents>[1]

const OURS = 'app://evencast/'
const FOREIGN = 'https://evil.example/?app://evencast/'

/** Returns true when the event is prevented. */
function prevented(emitter: EventEmitter, name: string, ...more: readonly unknown[]): boolean {
  let count = 0
  emitter.emit(name, { preventDefault: () => count++, ...Object(more[0]) }, ...more)
  return count > 0
}

type Asked = (contents: unknown, permission: string, answer: (yes: boolean) => void, details: object) => void
type Checked = (contents: unknown, permission: string, origin: string) => boolean

function sessionOf() {
  const handlers: { asked?: Asked; checked?: Checked; device?: () => boolean } = {}
  const session = Object.assign(new EventEmitter(), {
    setPermissionRequestHandler: (handler: Asked) => (handlers.asked = handler),
    setPermissionCheckHandler: (handler: Checked) => (handlers.checked = handler),
    setDevicePermissionHandler: (handler: () => boolean) => (handlers.device = handler),
  })
  denyPermissions(session as unknown as Session)
  return { session, handlers }
}

test.each([
  [OURS, OURS, true],
  [FOREIGN, OURS, false],
  [OURS, FOREIGN, false],
])('a page at %s with a frame at %s may fill the screen: %s', (page, frame, allowed) => {
  const { handlers } = sessionOf()
  const answers: boolean[] = []
  const answer = (yes: boolean) => void answers.push(yes)
  for (const permission of ['fullscreen', 'geolocation'])
    handlers.asked?.({ getURL: () => page }, permission, answer, { requestingUrl: frame })
  expect(answers).toEqual([allowed, false])
})

test('what a page asks without a question goes by its origin, and there are no devices', () => {
  const { handlers } = sessionOf()
  const check = (permission: string, origin: string) => handlers.checked?.(null, permission, origin)
  expect([check('fullscreen', OURS), check('fullscreen', FOREIGN), check('media', OURS)]).toEqual([true, false, false])
  expect(handlers.device?.()).toBe(false)
})

test('only our own page hands out files', () => {
  const { session } = sessionOf()
  const item = (url: string) => ({ getURL: () => url })
  expect(prevented(session, 'will-download', item(FOREIGN))).toBe(true)
  expect(prevented(session, 'will-download', item(`${OURS}media/x.jpg`))).toBe(false)
})

test('pages and frames within them stay where they are, and open nothing', () => {
  const app = new EventEmitter()
  const opened: string[] = []
  const shell = { openExternal: (url: string) => void opened.push(url) }
  confineContents(app as unknown as App, shell as unknown as Shell)
  let open: (details: { readonly url: string }) => unknown = () => null
  const contents = Object.assign(new EventEmitter(), {
    setWindowOpenHandler: (handler: typeof open) => (open = handler),
  })
  app.emit('web-contents-created', {}, contents)
  for (const name of ['will-navigate', 'will-frame-navigate', 'will-redirect'])
    expect([FOREIGN, OURS].map((url) => prevented(contents, name, { url }))).toEqual([true, false])
  expect(prevented(contents, 'will-attach-webview')).toBe(true)
  expect([FOREIGN, 'https://github.com/evencast'].map((url) => open({ url }))).toEqual([
    { action: 'deny' },
    { action: 'deny' },
  ])
  expect(opened).toEqual(['https://github.com/evencast'])
})
