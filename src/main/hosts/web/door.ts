import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import { createAttempts } from './attempts.ts'
import { type LoginPage, PASSWORD_PAGE, TOKEN_PAGE } from './login.ts'
import { isLoopback } from './loopback.ts'
import type { Sessions } from './session.ts'

/** A way to log in. */
export interface Door {
  readonly scheme: 'http' | 'https'
  /** Returns true when the server has this host name, as in a `Host` header: lower case, IPv6 in brackets. */
  answersTo(hostname: string): boolean
  readonly page: LoginPage
  login(body: unknown, from: string): Promise<LoginAnswer>
}

type LoginAnswer =
  | { readonly cookie: string }
  | { readonly status: 400 | 401 | 429; readonly message: string; readonly waitS?: number }

const Token = z.object({ token: z.string().max(200) })

/** Logs in browsers on this computer with the token in the printed address. `onLogin` runs after each login. */
export const tokenDoor = (sessions: Sessions, onLogin: () => void): Door => ({
  scheme: 'http',
  answersTo: isLoopback,
  page: TOKEN_PAGE,
  async login(body) {
    const { data } = Token.safeParse(body)
    const cookie = data ? sessions.exchange(data.token) : null
    if (cookie === null)
      return { status: 401, message: 'This address was used before, or is not the one that was printed.' }
    onLogin()
    return { cookie }
  },
})

/** Most characters in a password; in any script they fit into a login request. */
export const MOST_PASSWORD = 200
const Password = z.object({ password: z.string().max(MOST_PASSWORD) })

const KEY_BYTES = 32
/** Takes 16 MiB and about 50 ms per attempt. The key never leaves this process. */
const SCRYPT = { N: 2 ** 14, r: 8, p: 1 } as const

const derived = (password: string, salt: Buffer): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    scrypt(password.normalize('NFC'), salt, KEY_BYTES, SCRYPT, (error, key) => (error ? reject(error) : resolve(key)))
  })

/** Logs in browsers on the network with a password, with limited attempts. Only a salted scrypt key of it is kept. */
export async function passwordDoor(
  sessions: Sessions,
  password: string,
  answersTo: Door['answersTo'],
  attempts = createAttempts(),
): Promise<Door> {
  const salt = randomBytes(16)
  const expected = await derived(password, salt)
  return {
    scheme: 'https',
    answersTo,
    page: PASSWORD_PAGE,
    async login(body, from) {
      const { data } = Password.safeParse(body)
      if (!data) return { status: 400, message: 'Type the password.' }
      const waitS = attempts.begin(from)
      if (waitS > 0)
        return { status: 429, message: `The password was wrong several times. Try again in ${minutes(waitS)}.`, waitS }
      if (!timingSafeEqual(await derived(data.password, salt), expected))
        return { status: 401, message: 'This is not the password.' }
      attempts.forgive(from)
      return { cookie: sessions.begin() }
    },
  }
}

const minutes = (seconds: number): string => (seconds > 60 ? `${Math.ceil(seconds / 60)} minutes` : 'a minute')
