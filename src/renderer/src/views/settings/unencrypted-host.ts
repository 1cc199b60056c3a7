const LOOPBACK = /^(?:localhost|.+\.localhost|127(?:\.\d+){3}|\[::1\])$/

/** Returns the host and port to which an address would send keys without encryption, or null when it would not, or is incomplete. */
export function unencryptedHost(address: string): string | null {
  const parsed = URL.parse(address.trim())
  return parsed?.protocol === 'http:' && parsed.host !== '' && !LOOPBACK.test(parsed.hostname) ? parsed.host : null
}
