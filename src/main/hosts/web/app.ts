import { getConnInfo } from '@hono/node-server/conninfo'
import { RPCHandler } from '@orpc/server/fetch'
import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { z } from 'zod'
import type { Core } from '../../app.ts'
import { EvencastError } from '../../domain/error.ts'
import { createRouter } from '../../router.ts'
import { secured } from '../headers.ts'
import type { Door } from './door.ts'
import { refusalOf } from './guard.ts'
import type { Sessions } from './session.ts'

const Upload = z.object({ name: z.string().min(1).max(500) })
const TypedFolder = z.object({ path: z.string().trim().min(1).max(4096) })

/** Enough for 100,000 image ids in one call. */
const MAX_BODY_BYTES = 16 * 1024 * 1024
/** A token has 43 characters. */
const MAX_LOGIN_BYTES = 1024

/** Creates the request handler for browsers: guard, login, then RPC, images and the interface. */
export function createWebApp(core: Core, sessions: Sessions, door: Door): Hono {
  const rpc = new RPCHandler(createRouter(core))
  const app = new Hono()

  app.use(async (c, next) => {
    const refusal = refusalOf(c.req.method, c.req.raw.headers, door)
    if (refusal) c.res = c.text(refusal.message, refusal.status)
    else await next()
    c.res = secured(c.res)
  })
  const limited = bodyLimit({ maxSize: MAX_BODY_BYTES })
  app.post('/login', bodyLimit({ maxSize: MAX_LOGIN_BYTES }), async (c) => {
    const answer = await door.login(await c.req.json().catch(() => null), addressOf(c))
    const headers = { 'cache-control': 'no-store' }
    if ('cookie' in answer) return c.body(null, 204, { ...headers, 'set-cookie': answer.cookie })
    const wait: Record<string, string> = answer.waitS === undefined ? {} : { 'retry-after': String(answer.waitS) }
    return c.text(answer.message, answer.status, { ...headers, ...wait })
  })
  for (const [path, file] of Object.entries(door.page.files))
    app.get(path, (c) => c.body(file.body, 200, { 'content-type': file.type, 'cache-control': 'no-store' }))

  // Bodies of requests without a session are never read.
  app.use(async (c, next) => (sessions.has(c.req.header('cookie') ?? null) ? next() : stranger(c, door)))
  app.post('/logout', (c) => {
    sessions.end(c.req.header('cookie') ?? null)
    return c.body(null, 204, { 'cache-control': 'no-store' })
  })
  // The size of an upload is checked while it arrives.
  app.use((c, next) => (c.req.path === '/upload' ? next() : limited(c, next)))
  app.post('/rpc/*', async (c) => {
    const { matched, response } = await rpc.handle(c.req.raw, { prefix: '/rpc', context: {} })
    return matched ? response : c.text('There is no such procedure.', 404)
  })
  app.post('/upload', async (c) => {
    const named = Upload.safeParse({ name: c.req.query('name') })
    if (!named.success) return c.text('The file has no name that can be used.', 400)
    const { name } = named.data
    const { body } = c.req.raw
    if (!body) return c.text('There is no file.', 400)
    try {
      return c.json({ fileId: await core.receiveFile(name, body) })
    } catch (error) {
      if (error instanceof EvencastError) return c.json({ message: error.message }, 413)
      throw error
    }
  })
  // A person typed or pasted this path, because a browser has no folder dialog that returns one.
  app.post('/folder', async (c) => {
    const body = TypedFolder.safeParse(await c.req.json().catch(() => null))
    if (!body.success) return c.json({ message: 'Type the full path of a folder.' }, 400)
    try {
      return c.json(await core.findFolder(body.data.path))
    } catch (error) {
      if (error instanceof EvencastError) return c.json({ message: error.message }, 404)
      throw error
    }
  })
  app.get('*', (c) => core.fetch(c.req.raw))
  return app
}

/** Answers a request without a session: a page for people, a status for programs. */
function stranger(c: Context, { page, scheme }: Door): Response {
  const headers = { 'cache-control': 'no-store' }
  if (c.req.path === '/' && c.req.method !== 'POST')
    return c.body(page.body, 200, { ...headers, 'content-type': page.type })
  const how = scheme === 'http' ? 'open the address that "evencast serve" printed' : 'open the first page'
  return c.text(`Not logged in: ${how}.`, 401, headers)
}

/** Returns the client's address; empty when there is no connection. */
function addressOf(c: Context): string {
  try {
    return getConnInfo(c).remote.address ?? ''
  } catch {
    return ''
  }
}
