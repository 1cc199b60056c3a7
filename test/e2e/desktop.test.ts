import { once } from 'node:events'
import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import packageJson from '../../package.json' with { type: 'json' }
import { DESKTOP_SURFACE } from '../support/desktop-surface.ts'
import { type RunningApp, startOnDesktop } from '../support/app.ts'
import { BUILT_ENTRY, type Deeds, spawnStandIn, type StandIn } from '../support/electron-stand-in/driver.ts'
import { startJourney } from '../support/journey.ts'
import { temporaryFolder, writeLibrary } from '../support/library.ts'

const { cleanup, browser } = startJourney()
let app: RunningApp
let desktop: StandIn
let folder: string
let configDir: string

beforeAll(async () => {
  folder = cleanup.use(await temporaryFolder()).path
  configDir = join(folder, 'config')
  await mkdir(configDir)
  await writeLibrary(join(folder, 'first'), { actors: ['alice'], images: 2 })
  await writeLibrary(join(folder, 'second'), { actors: ['bob'], images: 2 })
  app = await startOnDesktop(browser(), { library: join(folder, 'first'), configDir })
  if (!app.desktop) throw new Error('There is no desktop.')
  desktop = app.desktop
  await app.page.getByText('alice', { exact: true }).first().waitFor()
})

const last = (what: Deeds['what']): unknown => desktop.deeds.findLast((deed) => deed.what === what)?.detail
/** Calls a function of `window.desktop` in the page. */
const onDesktop = (name: string, ...args: readonly unknown[]): Promise<unknown> =>
  app.page.evaluate(([key, values]) => Reflect.get(window.desktop ?? {}, key)(...values), [name, args] as const)

test('the window is sandboxed and the scheme secure, before anything is shown', () => {
  expect(desktop.windowOptions).toEqual([
    expect.objectContaining({
      webPreferences: expect.objectContaining({
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        webSecurity: true,
        webviewTag: false,
      }),
    }),
  ])
  expect(desktop.deeds.map((deed) => deed.what)).toContain('enable-sandbox')
  expect(last('privileged-schemes')).toEqual([
    { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ])
})

test('the page sees ten things of the desktop, and nothing of Node', async () => {
  expect(await app.page.evaluate(() => Object.keys(window.desktop ?? {}).toSorted())).toEqual(DESKTOP_SURFACE)
  expect(
    await app.page.evaluate(() => ['require', 'process', 'module', 'Buffer'].filter((name) => name in window)),
  ).toEqual([])
})

test('every page and picture comes with the security headers', async () => {
  for (const path of ['', 'index.html', 'nothing', 'thumb/0'])
    expect(
      (await desktop.call('request', { url: `app://evencast/${path}`, method: 'GET', headers: {} })).headers,
    ).toMatchObject({
      'content-security-policy': expect.stringMatching(/^default-src 'none'/),
      'x-content-type-options': 'nosniff',
    })
  const status = async (url: string, method = 'GET') =>
    (await desktop.call('request', { url, method, headers: {} })).status
  expect(await status('app://evil/')).toBe(404)
  expect(await status('app://evencast/', 'POST')).toBe(405)
  expect(await status('app://evencast/..%2f..%2fpackage.json')).toBe(404)
})

test('messages from anything but our main frame are refused', async () => {
  const frames = [
    null,
    { url: 'https://evil.example/', isMain: true },
    { url: 'app://evencast.evil/', isMain: true },
    { url: 'app://evencast/', isMain: false },
  ]
  for (const frame of frames)
    await expect(desktop.call('invoke', { windowId: 1, channel: 'pick-folder', args: [], frame })).rejects.toThrow(
      /only the app/i,
    )
  expect(last('open-dialog')).toBeUndefined()
})

test('nothing leads out of the app', async () => {
  expect(await desktop.call('navigate', { windowId: 1, url: 'https://evil.example/', redirect: false })).toBe(true)
  expect(
    await desktop.call('navigate', { windowId: 1, url: 'https://evil.example/?app://evencast/', redirect: true }),
  ).toBe(true)
  expect(await desktop.call('attachWebview', 1)).toBe(true)
  expect(await desktop.call('windowOpen', { windowId: 1, url: 'https://evil.example/' })).toBe('deny')
  expect(last('open-external')).toBeUndefined()
  expect(await desktop.call('windowOpen', { windowId: 1, url: 'https://github.com/evencast' })).toBe('deny')
  expect(last('open-external')).toBe('https://github.com/evencast')
})

test('no frame leaves the app, and nothing is downloaded from elsewhere', async () => {
  expect(await desktop.call('navigateFrame', { windowId: 1, url: 'https://evil.example/' })).toBe(true)
  expect(await desktop.call('navigateFrame', { windowId: 1, url: 'app://evencast/' })).toBe(false)
  for (const url of ['https://evil.example/x.exe', 'file:///etc/passwd', 'data:text/plain,x'])
    expect([url, await desktop.call('download', url)]).toEqual([url, true])
  expect(await desktop.call('download', 'app://evencast/download/1')).toBe(false)
})

test('what our page may do, a page of another origin may not', async () => {
  for (const url of ['https://evil.example/', 'app://evencast.evil/', 'about:blank', ''])
    expect([url, await desktop.call('permissionsOf', { permission: 'fullscreen', url })]).toEqual([
      url,
      { request: false, check: false },
    ])
})

test('permissions are denied, all but two', async () => {
  expect(await desktop.call('permissions', 'geolocation')).toEqual({ request: false, check: false, device: false })
  expect(await desktop.call('permissions', 'media')).toEqual({ request: false, check: false, device: false })
  expect(await desktop.call('permissions', 'fullscreen')).toEqual({ request: true, check: true, device: false })
})

test('a folder is picked in the dialog, and the page learns an id', async () => {
  await desktop.call('answerDialog', [])
  expect(await onDesktop('pickFolder')).toBeNull()
  await desktop.call('answerDialog', [join(folder, 'second')])
  expect(await onDesktop('pickFolder')).toEqual({
    folderId: expect.not.stringContaining('/'),
    name: 'second',
    hint: expect.any(String),
  })
  expect(last('open-dialog')).toMatchObject({ properties: ['openDirectory'], defaultPath: expect.any(String) })
})

test('a dropped folder becomes an id too; a dropped file or an invented one does not', async () => {
  const drop = (name: string, path: string) =>
    app.page.evaluate(
      ([fileName, filePath]) => {
        Reflect.set(window, '__paths', { [fileName]: filePath })
        return window.desktop?.folderForDrop(new File([], fileName))
      },
      [name, path] as const,
    )
  expect(await drop('second', join(folder, 'second'))).toMatchObject({ name: 'second' })
  expect(await drop('alice_1.jpg', join(folder, 'first/actors/alice/training_data/alice_1.jpg'))).toBeNull()
  expect(await drop('invented', '')).toBeNull()
})

test('an image is shown in the file manager by its id', async () => {
  const imageId = await app.page.locator('[data-image-id]').first().getAttribute('data-image-id')
  await onDesktop('reveal', imageId)
  expect(last('show-item')).toMatch(/first\/actors\/alice\/training_data\/alice_\d\.jpg$/)
  await expect(onDesktop('reveal', '../../etc/passwd')).rejects.toThrow()
})

test('the menu speaks to the page; in a text field Select All means the text', async () => {
  await app.page.evaluate(() => {
    Reflect.set(window, '__heard', [])
    window.desktop?.onMenu((command) => Reflect.get(window, '__heard').push(command))
  })
  const heard = () => app.page.evaluate(() => Reflect.get(window, '__heard'))
  await desktop.call('menu', 'settings')
  await expect.poll(heard).toEqual(['settings'])
  await app.page.keyboard.press('Escape')
  await app.page.evaluate(() => {
    const field = document.createElement('input')
    field.value = 'some text'
    document.body.append(field)
    field.focus()
  })
  await desktop.call('menu', 'select-all')
  await expect.poll(() => app.page.evaluate(() => getSelection()?.toString())).toBe('some text')
  expect(await heard()).toEqual(['settings'])
})

/** Leaving a library before its pictures have loaded leaves requests without an answer. */
const picturesShown = () =>
  expect
    .poll(() => app.page.evaluate(() => [...document.images].map(({ naturalWidth }) => naturalWidth > 0)))
    .toSatisfy((shown: readonly boolean[]) => shown.length > 0 && shown.every(Boolean))

test('a second start brings its folder to this one, and ends', async () => {
  const second = spawnStandIn({
    entry: BUILT_ENTRY,
    args: [],
    env: { EVENCAST_CONFIG_DIR: configDir, STAND_IN_LOCKED: '1' },
  })
  const [code] = await once(second, 'exit')
  expect(code).toBe(0)
  await picturesShown()
  await desktop.call('secondInstance', { folder: join(folder, 'second') })
  await app.page.getByText('bob', { exact: true }).first().waitFor()
  expect(last('focus')).toBe(1)
  await desktop.call('secondInstance', { folder: '/no/such/folder' })
  await expect
    .poll(() => last('message-box'))
    .toMatchObject({ type: 'error', detail: expect.stringContaining('/no/such/folder') })
})

test('a link opens a folder after a yes, and nothing without one', async () => {
  const link = (name: string) => `evencast://open?path=${encodeURIComponent(join(folder, name))}`
  await desktop.call('answerBox', 1)
  await desktop.call('openUrl', link('first'))
  await expect
    .poll(() => last('message-box'))
    .toMatchObject({ type: 'question', detail: join(folder, 'first'), buttons: ['Open', 'Cancel'] })
  await desktop.call('answerBox', 0)
  await desktop.call('openUrl', 'evencast://open?path=//server/share')
  await expect.poll(() => last('message-box')).toMatchObject({ type: 'error' })
  expect(await app.page.getByText('bob', { exact: true }).first().isVisible()).toBe(true)
  await picturesShown()
  await desktop.call('secondInstance', { folder: null, link: link('first') })
  await app.page.getByText('alice', { exact: true }).first().waitFor()
  await picturesShown()
  await desktop.call('secondInstance', { folder: join(folder, 'second') })
  await app.page.getByText('bob', { exact: true }).first().waitFor()
})

test('a window whose process ended is shown again, and the log is named and kept', async () => {
  const logFile = join(configDir, 'evencast.log')
  await desktop.call('answerBox', 1)
  await desktop.call('crash', { windowId: 1, reason: 'crashed' })
  await expect.poll(() => last('reload')).toBe(1)
  expect(last('message-box')).toMatchObject({ type: 'error', detail: expect.stringContaining(logFile) })
  expect(last('show-item')).toBe(logFile)
  expect(await readFile(logFile, 'utf8')).toContain('The window process ended')
  await desktop.call('answerBox', 0)
})

test('About tells the version, shows the log and the licences, and looks for new versions only when agreed', async () => {
  await desktop.call('menu', 'about')
  const about = app.page.getByRole('dialog', { name: 'About Evencast' })
  await about.getByText(`Version ${packageJson.version}`).waitFor()
  await about.getByText(join(configDir, 'evencast.log')).waitFor()
  await about
    .locator('pre')
    .getByText(/licen[cs]e/i)
    .waitFor()
  const settings = async () => JSON.parse(await readFile(join(configDir, 'settings.json'), 'utf8'))
  expect(await settings()).not.toHaveProperty('updates')
  await about.getByRole('radio', { name: 'On' }).click()
  await expect.poll(settings).toMatchObject({ updates: 'on' })
  await app.page.keyboard.press('Escape')
})

test('an interface that fails says that nothing is lost and where the log lies, and is shown again', async () => {
  // React cannot cleanly remove what the planted fault leaves of the page.
  app.watch.allow(/planted|removeChild/)
  await app.page.evaluate(() => {
    const append = Object.getOwnPropertyDescriptor(Node.prototype, 'appendChild') ?? {}
    const fail = (): never => {
      Object.defineProperty(Node.prototype, 'appendChild', append)
      throw new Error('planted')
    }
    Object.defineProperty(Node.prototype, 'appendChild', { ...append, value: fail })
  })
  await desktop.call('menu', 'about')
  const logFile = join(configDir, 'evencast.log')
  await app.page.locator('.crash').getByText(logFile).waitFor()
  expect(await readFile(logFile, 'utf8')).toMatch(/planted.*a window failed/)
  await app.page.getByRole('button', { name: 'Reload the window' }).click()
  await app.page.getByText('bob', { exact: true }).first().waitFor()
})

test('a page that is reloaded gets a port of its own', async () => {
  await app.page.reload()
  await app.page.getByText('bob', { exact: true }).first().waitFor()
})

test('the page broke no rule on the way', () => {
  expect(app.watch.complaints).toEqual([])
})

test('quitting waits for the core, and remembers the window', async () => {
  expect(await desktop.quit()).toBe(0)
  expect(desktop.stderr()).toBe('')
  const again = await startOnDesktop(browser(), { library: null, configDir })
  expect(again.desktop?.windowOptions[0]).toMatchObject({ x: 0, y: 0, width: 1440, height: 900 })
  await again.page.getByText('second').first().waitFor()
  await again.close()
})
