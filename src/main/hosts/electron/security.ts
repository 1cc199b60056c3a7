import type { App, Session, Shell, WebContents } from 'electron'
import { isOurUrl } from './page.ts'

/** Permissions of our page; by default Electron would grant everything. */
const PERMISSIONS: ReadonlySet<string> = new Set(['clipboard-sanitized-write', 'fullscreen'])
export const isPermitted = (permission: string): boolean => PERMISSIONS.has(permission)

const EXTERNAL_HOSTS: ReadonlySet<string> = new Set(['github.com'])

/** Returns true for addresses that may open in the user's browser. */
export function isExternalAllowed(url: string): boolean {
  if (!URL.canParse(url)) return false
  const { protocol, hostname, username, password } = new URL(url)
  return protocol === 'https:' && EXTERNAL_HOSTS.has(hostname) && username === '' && password === ''
}

export function denyPermissions(session: Session): void {
  session.setPermissionRequestHandler((contents, permission, answer, { requestingUrl }) =>
    answer(isPermitted(permission) && isOurUrl(contents.getURL()) && isOurUrl(requestingUrl)),
  )
  session.setPermissionCheckHandler((_contents, permission, origin) => isPermitted(permission) && isOurUrl(origin))
  session.on('will-download', (event, item) => {
    if (!isOurUrl(item.getURL())) event.preventDefault()
  })
  session.setDevicePermissionHandler(() => false)
}

/** Keeps every page of the app, now and later, from navigating elsewhere and opening windows. */
export function confineContents(app: App, shell: Shell): void {
  app.on('web-contents-created', (_event, contents) => confine(contents, shell))
}

function confine(contents: WebContents, shell: Shell): void {
  contents.on('will-navigate', (details) => {
    if (!isOurUrl(details.url)) details.preventDefault()
  })
  // The same holds for frames within the page.
  contents.on('will-frame-navigate', (details) => {
    if (!isOurUrl(details.url)) details.preventDefault()
  })
  contents.on('will-redirect', (details) => {
    if (!isOurUrl(details.url)) details.preventDefault()
  })
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.setWindowOpenHandler(({ url }) => {
    if (isExternalAllowed(url)) void shell.openExternal(url)
    return { action: 'deny' }
  })
}
