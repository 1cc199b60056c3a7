const LOOPBACK: readonly string[] = ['localhost', '127.0.0.1', '[::1]']

/** Returns true for a loopback host name as in a URL: IPv6 in brackets. */
export const isLoopback = (hostname: string): boolean => LOOPBACK.includes(hostname.toLowerCase())

/** Returns an address as URLs write it. */
export const inUrl = (address: string): string => (address.includes(':') ? `[${address}]` : address)
