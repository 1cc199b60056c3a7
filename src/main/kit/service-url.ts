/** Rules about what may be sent to a service, judged by its URL alone. */

const isLoopback = (hostname: string): boolean =>
  hostname === 'localhost' ||
  hostname.endsWith('.localhost') ||
  /^127(\.\d+){3}$/.test(hostname) ||
  hostname === '[::1]'

/**
 * Returns true when keys, or requests signed with them, may be sent there: encrypted, to this machine, or to a host that the user
 * confirmed.
 */
export function mayCarryKeys(url: string, confirmedHosts: readonly string[] = []): boolean {
  const parsed = URL.parse(url.trim())
  return (
    parsed !== null &&
    (parsed.protocol === 'https:' || isLoopback(parsed.hostname) || confirmedHosts.includes(parsed.host))
  )
}

/** Returns true when the URL contains `user:password@`, which would end up in logs, manifests and messages. */
export function holdsKeys(url: string): boolean {
  const parsed = URL.parse(url.trim())
  return parsed !== null && (parsed.username !== '' || parsed.password !== '')
}
