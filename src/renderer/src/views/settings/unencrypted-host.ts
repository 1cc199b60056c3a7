const LOOPBACK = /^(?:localhost|.+\.localhost|127(?:\.\d+){3}|\[::1\])$/

/** The host, with its port, that an address would send keys to without encryption; null where it would not, or is no address yet. */
export function unencryptedHost(address: string): string | null {
  const parsed = URL.parse(address.trim())
  return parsed?.protocol === 'http:' && parsed.host !== '' && !LOOPBACK.test(parsed.hostname) ? parsed.host : null
}
