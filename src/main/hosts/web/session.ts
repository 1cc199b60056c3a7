import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

/** Who is logged in: a one-time token, printed as part of the address, becomes a cookie that scripts cannot read. */
export interface Sessions {
  /** What the next browser exchanges. It changes with every exchange. */
  token(): string
  /** The `Set-Cookie` value for the right token, which is used up by this; null for any other. */
  exchange(token: string): string | null
  has(cookieHeader: string | null): boolean
}

const secret = (): string => randomBytes(32).toString('base64url')

/** Compares digests: equally long, so that neither content nor length shows in the time taken. */
function same(given: string, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(expected))
}

export function createSessions(): Sessions {
  // Cookies do not know ports: a name of its own keeps two servers on one machine apart.
  const name = `evencast-${randomBytes(4).toString('hex')}`
  const session = secret()
  let token = secret()
  return {
    token: () => token,
    exchange(given) {
      if (!same(given, token)) return null
      token = secret()
      return `${name}=${session}; HttpOnly; SameSite=Strict; Path=/`
    },
    has(cookieHeader) {
      const pairs = (cookieHeader ?? '').split(';').map((pair) => pair.trim())
      const value = pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1)
      return value !== undefined && same(value, session)
    },
  }
}
