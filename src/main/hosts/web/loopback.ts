const LOOPBACK: readonly string[] = ['localhost', '127.0.0.1', '[::1]']

/** Of a host name as URLs write it: IPv6 in brackets. */
export const isLoopback = (hostname: string): boolean => LOOPBACK.includes(hostname.toLowerCase())

/** An address as a URL writes it. */
export const inUrl = (address: string): string => (address.includes(':') ? `[${address}]` : address)
