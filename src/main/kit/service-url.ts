/** Addresses of services: what may be sent to them, judged by the address alone. */

const isLoopback = (hostname: string): boolean =>
  hostname === 'localhost' ||
  hostname.endsWith('.localhost') ||
  /^127(\.\d+){3}$/.test(hostname) ||
  hostname === '[::1]'

/** Whether keys, or what is signed by them, may go there: encrypted, to this machine, or to a host that the user has confirmed. */
export function mayCarryKeys(url: string, confirmedHosts: readonly string[] = []): boolean {
  const parsed = URL.parse(url.trim())
  return (
    parsed !== null &&
    (parsed.protocol === 'https:' || isLoopback(parsed.hostname) || confirmedHosts.includes(parsed.host))
  )
}

/** `user:password@`: it would end up in logs, manifests and messages. */
export function holdsKeys(url: string): boolean {
  const parsed = URL.parse(url.trim())
  return parsed !== null && (parsed.username !== '' || parsed.password !== '')
}
