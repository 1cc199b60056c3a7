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
  /** Why there is none, for people. */
  readonly why: string
}

/** Starts the S3 servers that this machine can have; one that it cannot have is named with the reason. */
export async function startServers(): Promise<readonly NamedServer[]> {
  // One after the other: apt-get allows no second.
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
