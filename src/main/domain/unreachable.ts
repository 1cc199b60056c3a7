import { systemCode } from './error.ts'

/** Reasons why a connection fails. */
export type NetworkProblem = 'notFoundHost' | 'unreachable' | 'certificate' | 'notTls'

const CODES: Readonly<Record<NetworkProblem, readonly string[]>> = {
  notFoundHost: ['ENOTFOUND', 'EAI_AGAIN'],
  unreachable: [
    'ECONNREFUSED',
    'ECONNRESET',
    'EHOSTUNREACH',
    'ENETUNREACH',
    'EPIPE',
    'ETIMEDOUT',
    'UND_ERR_CONNECT_TIMEOUT',
    'UND_ERR_SOCKET',
  ],
  certificate: [
    'DEPTH_ZERO_SELF_SIGNED_CERT',
    'SELF_SIGNED_CERT_IN_CHAIN',
    'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    'UNABLE_TO_GET_ISSUER_CERT',
    'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
    'ERR_TLS_CERT_ALTNAME_INVALID',
    'CERT_HAS_EXPIRED',
    'CERT_NOT_YET_VALID',
  ],
  notTls: ['EPROTO', 'ERR_SSL_WRONG_VERSION_NUMBER', 'ERR_SSL_PACKET_LENGTH_TOO_LONG'],
}
const PROBLEMS: readonly NetworkProblem[] = ['notFoundHost', 'unreachable', 'certificate', 'notTls']

/** Returns the problem behind a system's error code; null for any other code. */
export const networkProblem = (code: string): NetworkProblem | null =>
  PROBLEMS.find((problem) => CODES[problem].includes(code)) ?? null

/** Returns the system's network error code of an error or of its causes; empty when there is none. */
export function networkCode(error: unknown): string {
  for (let at = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth += 1) {
    const code = systemCode(at)
    if (networkProblem(code)) return code
  }
  return ''
}

/** Returns what is wrong and what to do, as sentences that follow “… cannot be reached.” */
export function adviceOn(code: string): string {
  switch (networkProblem(code)) {
    case 'notFoundHost':
      return 'Its name was not found on the network. Check the address in Settings and the connection.'
    case 'unreachable':
      return 'It does not answer. Check the address in Settings, its port and the network.'
    case 'certificate':
      return "Its certificate is not trusted. Name its authority's file in NODE_EXTRA_CA_CERTS."
    case 'notTls':
      return 'It does not speak TLS there. Correct the port, or begin the address with http://.'
    case null:
      return 'Check the network connection and the address in Settings.'
  }
}
