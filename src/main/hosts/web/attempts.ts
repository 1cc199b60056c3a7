import { isIPv6 } from 'node:net'

/** Time within which wrong passwords are counted together. */
const WITHIN_MS = 5 * 60_000
/** Most attempts from one address, and from all of them, which also limits slow guessing from many addresses. */
const MOST_OF_ONE = 5
const MOST_OF_ALL = 100

/** Limits attempts at a password. An attempt counts from its beginning, so that parallel attempts are limited, too. */
export interface Attempts {
  /** Counts an attempt and returns 0, or returns the seconds to wait. */
  begin(from: string): number
  /** Clears the attempts of an address after the right password. */
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

/** Returns the network to count by, because an IPv6 customer has a whole /64 of addresses. */
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
