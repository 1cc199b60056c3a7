import { isIPv6 } from 'node:net'

/** Wrong passwords within this time count together. */
const WITHIN_MS = 5 * 60_000
/** From one address, and from all of them: what guesses slowly from everywhere is held as well. */
const MOST_OF_ONE = 5
const MOST_OF_ALL = 100

/** How often a password may be tried. An attempt counts from its beginning, so that many at once are not free. */
export interface Attempts {
  /** 0, and it counts; or the seconds to wait. */
  begin(from: string): number
  /** Those of this address count no longer: it knows the password. */
  forgive(from: string): void
}

export function createAttempts(now: () => number = Date.now): Attempts {
  let tried: readonly { readonly network: string; readonly atMs: number }[] = []
  return {
    begin(from) {
      const atMs = now()
      const network = networkOf(from)
      tried = tried.filter((one) => atMs - one.atMs < WITHIN_MS)
      const own = tried.filter((one) => one.network === network)
      const [oldest] = own.length >= MOST_OF_ONE ? own : tried.length >= MOST_OF_ALL ? tried : []
      if (oldest) return Math.ceil((WITHIN_MS - (atMs - oldest.atMs)) / 1000)
      tried = [...tried, { network, atMs }]
      return 0
    },
    forgive(from) {
      const network = networkOf(from)
      tried = tried.filter((one) => one.network !== network)
    },
  }
}

/** An IPv6 customer has a whole /64 to come from. */
function networkOf(address: string): string {
  if (!isIPv6(address)) return address
  const [, v4] = /^::ffff:([\d.]+)$/i.exec(address) ?? []
  if (v4 !== undefined) return v4
  const [head = '', tail = ''] = address.toLowerCase().split('%')[0]?.split('::') ?? []
  const groups = (text: string): string[] => (text === '' ? [] : text.split(':'))
  const [before, after] = [groups(head), groups(tail)]
  const zeros = Array.from({ length: Math.max(0, 8 - before.length - after.length) }, () => '0')
  return [...before, ...zeros, ...after].slice(0, 4).join(':')
}
