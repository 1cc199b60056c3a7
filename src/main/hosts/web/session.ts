import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

/** Logged-in browsers. A one-time token, printed as part of the address, is exchanged for a cookie that scripts cannot read. */
export interface Sessions {
  /** Returns the token for the next browser. It changes with every exchange. */
  token(): string
  /** Returns the `Set-Cookie` value for the right token, which is then invalid; null for any other. */
  exchange(token: string): string | null
  /** Returns the `Set-Cookie` value for a browser that logged in another way. */
  begin(): string
  has(cookieHeader: string | null): boolean
  /** Logs this browser out. */
  end(cookieHeader: string | null): void
}

const secret = (): string => randomBytes(32).toString('base64url')

/** Compares digests of equal length, so that the time taken reveals neither content nor length. */
function same(given: string, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(expected))
}

/** Time without a request after which a browser has to log in again, and the longest time between two logins. */
const IDLE_MS = 12 * 60 * 60_000
const LONGEST_MS = 7 * 24 * 60 * 60_000
/** Most browsers logged in at once; the oldest is logged out. */
const MOST = 50

/** `encrypted`: the cookie is sent over TLS only, and only to this host. */
export function createSessions(now: () => number = Date.now, { encrypted = false } = {}): Sessions {
  // Cookies ignore ports, so a random name separates two servers on one machine.
  const name = `${encrypted ? '__Host-' : ''}evencast-${randomBytes(4).toString('hex')}`
  const sessions = new Map<string, { readonly began: number; seen: number }>()
  let token = secret()

  function find(cookieHeader: string | null): string | null {
    const pairs = (cookieHeader ?? '').split(';').map((pair) => pair.trim())
    const value = pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1)
    if (value === undefined) return null
    // All sessions are compared, so that the time taken reveals nothing.
    const [found = null] = [...sessions.keys()].filter((session) => same(value, session))
    return found
  }

  function begin(): string {
    const session = secret()
    sessions.set(session, { began: now(), seen: now() })
    const [oldest] = sessions.keys()
    if (sessions.size > MOST && oldest !== undefined) sessions.delete(oldest)
    return `${name}=${session}; HttpOnly; SameSite=Strict; Path=/${encrypted ? '; Secure' : ''}`
  }

  return {
    token: () => token,
    exchange(given) {
      if (!same(given, token)) return null
      token = secret()
      return begin()
    },
    begin,
    has(cookieHeader) {
      const session = find(cookieHeader)
      const known = session === null ? undefined : sessions.get(session)
      if (session === null || !known) return false
      const alive = now() - known.seen < IDLE_MS && now() - known.began < LONGEST_MS
      if (alive) known.seen = now()
      else sessions.delete(session)
      return alive
    },
    end(cookieHeader) {
      const session = find(cookieHeader)
      if (session !== null) sessions.delete(session)
    },
  }
}
