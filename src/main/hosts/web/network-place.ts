import { X509Certificate } from 'node:crypto'
import { realpath, stat } from 'node:fs/promises'
import { isIP } from 'node:net'
import { createSecureContext } from 'node:tls'
import { EvencastError, messageOf } from '../../domain/error.ts'
import { MIB, readRegular } from '../../kit/read-regular.ts'
import { type Door, MOST_PASSWORD } from './door.ts'
import { inUrl, isLoopback } from './loopback.ts'

export interface ServeFlags {
  readonly host?: string | undefined
  readonly tlsCert?: string | undefined
  readonly tlsKey?: string | undefined
  readonly passwordFile?: string | undefined
}

/** Where and how to serve other computers: with TLS and a password. */
export interface NetworkPlace {
  readonly host: string
  readonly cert: Buffer
  readonly key: Buffer
  readonly password: string
}

/** Shortest password. Attempts are limited, but guessing may continue for years. */
const LEAST_PASSWORD = 12
const OTHERS = 0o077

const refuse = (message: string, cause?: unknown): EvencastError => new EvencastError('BAD_INPUT', message, { cause })

/** Returns null for a server of this computer only. Throws BAD_INPUT with what is missing for any other. */
export async function networkPlaceOf(
  { host, tlsCert, tlsKey, passwordFile }: ServeFlags,
  env: Readonly<Record<string, string | undefined>>,
): Promise<NetworkPlace | null> {
  if (host?.trim() === '') throw refuse('--host needs an address: leave it out, or name one.')
  const isLocal = host === undefined || isLoopback(inUrl(host))
  if (isLocal && tlsCert === undefined && tlsKey === undefined && passwordFile === undefined) return null
  const where = isLocal ? 'With TLS' : `Beyond this computer, at ${host},`
  if (tlsCert === undefined)
    throw refuse(`${where} Evencast serves only with a certificate: add --tls-cert FILE, or leave out --host.`)
  if (tlsKey === undefined)
    throw refuse(`${where} Evencast serves only with the certificate's key: add --tls-key FILE.`)
  const password = passwordFile === undefined ? env['EVENCAST_PASSWORD'] : await passwordOf(passwordFile)
  if (password === undefined || password === '')
    throw refuse(`${where} Evencast serves only with a password: set EVENCAST_PASSWORD, or add --password-file FILE.`)
  if (password.length < LEAST_PASSWORD)
    throw refuse(`The password is too short: take one of at least ${LEAST_PASSWORD} characters.`)
  if (password.length > MOST_PASSWORD)
    throw refuse(`The password is too long: take one of at most ${MOST_PASSWORD} characters.`)
  const [cert, key] = [await bytesOf(tlsCert), await bytesOf(tlsKey)]
  try {
    createSecureContext({ cert, key })
  } catch (error) {
    throw refuse(
      `${tlsCert} and ${tlsKey} are no certificate and its key: give both as PEM, the key without a passphrase.`,
      error,
    )
  }
  return { host: host ?? '127.0.0.1', cert, key, password }
}

/** Reads a file through links, because renewed certificates are linked. */
const bytesOf = async (file: string): Promise<Buffer> => {
  try {
    return await readRegular(await realpath(file), MIB)
  } catch (error) {
    throw refuse(`${file} cannot be read (${messageOf(error)}). Check --tls-cert and --tls-key.`, error)
  }
}

async function passwordOf(file: string): Promise<string> {
  try {
    const path = await realpath(file)
    const { mode } = await stat(path)
    if (process.platform !== 'win32' && (mode & OTHERS) !== 0)
      throw refuse(`Others on this computer can read ${file}: make it your own with chmod 600.`)
    return (await readRegular(path, MIB)).toString('utf8').split(/\r?\n/, 1)[0] ?? ''
  } catch (error) {
    if (error instanceof EvencastError) throw error
    throw refuse(`${file} cannot be read (${messageOf(error)}). Check --password-file.`, error)
  }
}

/** Addresses that stand for all addresses of the machine, so they are not a host name. */
const EVERYWHERE: readonly string[] = ['0.0.0.0', '::']

/** Matches host names that OpenSSL accepts. */
const NAME = /^[\w-]+(?:\.[\w-]+)*$/

/**
 * Returns a check for the host names of this server: those of the certificate, the address itself, and loopback names. Other names that
 * resolve to this server are refused.
 */
export function answersTo({ cert, host }: NetworkPlace): Door['answersTo'] {
  const certificate = new X509Certificate(cert)
  return (hostname) => {
    const bare = hostname.replace(/^\[(.*)\]$/, '$1')
    return (
      isLoopback(hostname) ||
      (bare === host.toLowerCase() && !EVERYWHERE.includes(host)) ||
      (NAME.test(bare) && certificate.checkHost(bare) !== undefined) ||
      (isIP(bare) > 0 && certificate.checkIP(bare) !== undefined)
    )
  }
}

/**
 * Returns the host name for browsers: the address, or the first name of the certificate without a wildcard when the address stands for all.
 */
export function nameOf({ cert, host }: NetworkPlace): string {
  if (!EVERYWHERE.includes(host)) return inUrl(host)
  const names = new X509Certificate(cert).subjectAltName?.split(', ') ?? []
  const dns = names.flatMap((name) => /^DNS:([\w.-]+)$/.exec(name)?.[1] ?? [])
  return dns[0] ?? 'localhost'
}
