import { mkdir, writeFile } from 'node:fs/promises'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { createProcesses, freePort } from './processes.ts'
import type { Needs } from './packages.ts'
import type { S3Server } from './servers.ts'

export const SWIFT_NEEDS: Needs = {
  'swift-proxy-server': 'swift-proxy',
  'swift-account-server': 'swift-account',
  'swift-container-server': 'swift-container',
  'swift-object-server': 'swift-object',
  'swift-ring-builder': 'swift',
  memcached: 'memcached',
}

const SECRET = 'testing'
const FILTERS =
  'catch_errors gatekeeper listing_formats cache bulk s3api tempauth copy slo dlo versioned_writes symlink'

/**
 * Starts one server of each kind with a single disk and the S3 API in front, all on loopback. The folder's file system must support
 * extended attributes.
 */
export async function startSwift(): Promise<S3Server> {
  const processes = await createProcesses('swift')
  const { dir, run, start, until } = processes
  const port = await freePort()
  try {
    await mkdir(join(dir, 'devs/d1'), { recursive: true })
    const write = (name: string, text: string) => writeFile(join(dir, name), text)
    await write(
      'swift.conf',
      '[swift-hash]\nswift_hash_path_suffix = x\nswift_hash_path_prefix = y\n[storage-policy:0]\nname = p0\ndefault = yes\n',
    )
    const serve = async (kind: string) => {
      const own = await freePort()
      await write(`${kind}.conf`, server(dir, own, kind))
      const ring = (...args: string[]) => run('swift-ring-builder', [`${kind}.builder`, ...args])
      await ring('create', '3', '1', '0')
      await ring('add', `r1z1-127.0.0.1:${own}/d1`, '1')
      // Its exit code only warns that a single disk cannot be balanced.
      await ring('rebalance').catch(() => {})
      start(kind, `swift-${kind}-server`, [join(dir, `${kind}.conf`)])
    }
    await Promise.all(['account', 'container', 'object'].map(serve))
    const cachePort = await freePort()
    start('memcached', 'memcached', ['-l', '127.0.0.1', '-p', String(cachePort), '-u', userInfo().username])
    await write('proxy.conf', proxy(dir, port, cachePort))
    start('proxy', 'swift-proxy-server', [join(dir, 'proxy.conf')])
    await until('Swift', () => fetch(`http://127.0.0.1:${port}/`), 60_000)
  } catch (error) {
    await processes.stop()
    throw error
  }
  return {
    endpoint: `http://127.0.0.1:${port}`,
    credentials: { accessKeyId: 'test:tester', secretAccessKey: SECRET },
    stop: processes.stop,
  }
}

const common = (dir: string, port: number): string => `[DEFAULT]
bind_ip = 127.0.0.1
bind_port = ${port}
workers = 0
user = ${userInfo().username}
swift_dir = ${dir}
log_level = WARNING
`

const server = (dir: string, port: number, kind: string): string => `${common(dir, port)}
devices = ${dir}/devs
mount_check = false
fallocate_reserve = 0
disable_fallocate = true
[pipeline:main]
pipeline = ${kind}-server
[app:${kind}-server]
use = egg:swift#${kind}
`

/** Settings of the filters that have any. */
const SETTINGS: Readonly<Record<string, string>> = {
  s3api:
    'location = us-east-1\ns3_acl = false\ndns_compliant_bucket_names = true\ncheck_bucket_owner = false\nratelimit_as_client_error = true',
  tempauth: `user_test_tester = ${SECRET} .admin`,
  versioned_writes: 'allow_object_versioning = true',
}

function proxy(dir: string, port: number, cachePort: number): string {
  const filters = FILTERS.split(' ').map((name) => {
    const code = name === 'cache' ? 'memcache' : name
    const settings = name === 'cache' ? `memcache_servers = 127.0.0.1:${cachePort}` : (SETTINGS[name] ?? '')
    return `[filter:${name}]\nuse = egg:swift#${code}\n${settings}\n`
  })
  return `${common(dir, port)}
[pipeline:main]
pipeline = ${FILTERS} proxy-server
[app:proxy-server]
use = egg:swift#proxy
account_autocreate = true
allow_account_management = true
${filters.join('')}`
}
