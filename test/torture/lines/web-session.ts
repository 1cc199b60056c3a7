import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { argumentsOf, type Attempt, environmentOf, type Program, takeEvents } from '../program.ts'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

export interface WebSession {
  readonly origin: string
  readonly cookie: string
  readonly pid: number
  /** Calls a procedure of the contract. Rejects when it is refused or the host has ended. */
  call(path: string, input?: unknown): Promise<unknown>
  /** Ends the host and returns its events; null when it was killed. */
  stop(): Promise<readonly string[] | null>
}

const JSON_TYPE = { 'content-type': 'application/json' }

/** Starts `evencast serve` as a child and logs in. Returns null when it was killed before it listened. */
export async function openSession(program: Program, library: string, attempt: Attempt): Promise<WebSession | null> {
  const countFile = join(attempt.configDir, `events-${process.hrtime.bigint()}`)
  const child = spawn(process.execPath, argumentsOf(program, ['serve', '--port', '0', library]), {
    cwd: attempt.configDir,
    env: environmentOf(attempt, countFile),
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const ended = once(child, 'close')
  const hangs = setTimeout(() => child.kill('SIGKILL'), attempt.timeoutMs ?? 120_000)
  const resuming = attempt.signal === 'SIGSTOP' ? setInterval(() => child.kill('SIGCONT'), 200) : undefined
  const over = ended.then(() => {
    clearTimeout(hangs)
    clearInterval(resuming)
    return null
  })
  const address = new Promise<string>((resolve) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const found = /http:\/\/\S+/.exec(line)?.[0]
      if (found) resolve(found)
    })
  })
  const url = await Promise.race([address, over])
  if (url === null) return null
  const { origin, hash } = new URL(url)
  const token = new URLSearchParams(hash.slice(1)).get('token')
  const body = JSON.stringify({ token })
  const login = await fetch(`${origin}/login`, { method: 'POST', headers: JSON_TYPE, body }).catch(() => null)
  const cookie = login?.headers.get('set-cookie')?.split(';')[0]
  if (cookie === undefined) {
    child.kill('SIGKILL')
    await over
    return null
  }
  return {
    origin,
    cookie,
    pid: child.pid ?? 0,
    async call(path, input) {
      const headers = { ...JSON_TYPE, cookie, origin, 'sec-fetch-site': 'same-origin' }
      const sent = JSON.stringify(input === undefined ? {} : { json: input })
      const answer = await fetch(`${origin}/rpc/${path}`, { method: 'POST', headers, body: sent })
      const said = (await answer.json()) as { readonly json?: unknown }
      if (!answer.ok) throw new Error(`${path}: ${JSON.stringify(said.json)}`)
      return said.json
    },
    async stop() {
      child.kill('SIGINT')
      await over
      return takeEvents(countFile)
    },
  }
}

interface ImageView {
  readonly imageId: string
  readonly filename: string
  readonly thumbUrl: string
}

/** Longest time until a few images are read. */
const READ_MS = 30_000

/** Returns an actor's images once its folder was read; until then the host lists none. */
export async function imagesOf(session: WebSession, actorId: string): Promise<readonly ImageView[]> {
  for (const end = Date.now() + READ_MS; Date.now() < end; await wait(50)) {
    const images = (await session.call('actors/images', { actorId })) as readonly ImageView[]
    if (images.length > 0) return images
  }
  throw new Error(`The images of ${actorId} were not read.`)
}
