import { messageOf } from '../../../src/main/domain/error.ts'
import type { S3Credentials } from '../../../src/main/storage/s3/client.ts'
import { CEPH_NEEDS, startCeph } from './ceph.ts'
import { missing } from './packages.ts'
import { startSwift, SWIFT_NEEDS } from './swift.ts'

export interface S3Server {
  readonly endpoint: string
  readonly credentials: S3Credentials
  readonly stop: () => Promise<void>
}

export interface NamedServer {
  readonly name: string
  readonly server: S3Server | null
  /** Why the server is unavailable, as a sentence. */
  readonly why: string
}

/** Starts the S3 servers that are available on this machine; the others are returned with a reason. */
export async function startServers(): Promise<readonly NamedServer[]> {
  // Run one after the other, because apt-get takes a lock.
  const ceph = await missing(CEPH_NEEDS)
  const swift = await missing(SWIFT_NEEDS)
  return Promise.all([started('Ceph RGW', ceph, startCeph), started('Swift s3api', swift, startSwift)])
}

async function started(name: string, why: string | null, start: () => Promise<S3Server>): Promise<NamedServer> {
  if (why !== null) return skipped(name, why)
  try {
    return { name, server: await start(), why: '' }
  } catch (error) {
    return skipped(name, `does not run on this machine: ${messageOf(error)}`)
  }
}

function skipped(name: string, why: string): NamedServer {
  console.warn(`SKIPPED: ${name} ${why}`)
  return { name, server: null, why }
}
