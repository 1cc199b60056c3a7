import { randomUUID } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createProcesses, freePort } from './processes.ts'
import type { Needs } from './packages.ts'
import type { S3Server } from './servers.ts'

export const CEPH_NEEDS: Needs = {
  radosgw: 'radosgw',
  'radosgw-admin': 'radosgw',
  'ceph-mon': 'ceph-mon',
  'ceph-osd': 'ceph-osd',
  ceph: 'ceph-common',
  monmaptool: 'ceph-common',
}

const KEY = 'evencastcephkey00000'
const SECRET = 'evencastcephsecret0000000000000000000000'
const MEMORY_BYTES = 2 * 1024 ** 3

/** Starts one monitor, one in-memory object store and the S3 gateway, all on loopback. */
export async function startCeph(): Promise<S3Server> {
  const [port, monPort] = [await freePort(), await freePort()]
  const processes = await createProcesses('ceph')
  const { dir, run, start, until } = processes
  try {
    const fsid = randomUUID()
    const conf = join(dir, 'ceph.conf')
    await Promise.all(['mon', 'osd', 'run', 'rgw'].map((folder) => mkdir(join(dir, folder))))
    await writeFile(conf, configuration(dir, fsid, port, monPort))
    const monmap = join(dir, 'monmap')
    await run('monmaptool', ['--create', '--fsid', fsid, '--addv', 'a', `[v2:127.0.0.1:${monPort}]`, monmap])
    await run('ceph-mon', ['--conf', conf, '-i', 'a', '--mkfs', '--monmap', monmap])
    start('mon', 'ceph-mon', ['--conf', conf, '-i', 'a', '-f'])
    const ceph = (...args: string[]) => run('ceph', ['--conf', conf, '--connect-timeout', '3', ...args])
    await until('the monitor', () => ceph('mon', 'stat'), 30_000)
    const osd = randomUUID()
    await ceph('osd', 'new', osd, '0')
    await run('ceph-osd', ['--conf', conf, '-i', '0', '--mkfs', '--osd-uuid', osd])
    start('osd', 'ceph-osd', ['--conf', conf, '-i', '0', '-f'])
    await until(
      'the store',
      async () => /\b1 up/.test(await ceph('osd', 'stat')) || Promise.reject(new Error('down')),
      30_000,
    )
    start('rgw', 'radosgw', ['--conf', conf, '-n', 'client.rgw', '-f'])
    await until('the gateway', () => fetch(`http://127.0.0.1:${port}/`), 60_000)
    const keys = [`--access-key=${KEY}`, `--secret-key=${SECRET}`]
    const user = ['user', 'create', '--uid=test', '--display-name=test', ...keys]
    await run('radosgw-admin', ['--conf', conf, '-n', 'client.rgw', ...user])
  } catch (error) {
    await processes.stop()
    throw error
  }
  return {
    endpoint: `http://127.0.0.1:${port}`,
    credentials: { accessKeyId: KEY, secretAccessKey: SECRET },
    stop: processes.stop,
  }
}

/** Returns a configuration without internal authentication and with a single copy; otherwise the monitor would wait for more machines. */
const configuration = (dir: string, fsid: string, port: number, monPort: number): string => `
[global]
fsid = ${fsid}
mon host = v2:127.0.0.1:${monPort}
mon initial members = a
public addr = 127.0.0.1
cluster addr = 127.0.0.1
ms bind ipv6 = false
auth cluster required = none
auth service required = none
auth client required = none
run dir = ${dir}/run
admin socket = ${dir}/run/$name.asok
pid file =
log file = ${dir}/$name.log
crash dir = ${dir}/run
osd crush chooseleaf type = 0
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 4
osd pool default pgp num = 4
osd pool default pg autoscale mode = off
mon allow pool size one = true
mon max pg per osd = 2000
mon data avail crit = 1
mon data avail warn = 1
# Gathering changes for a second is for clusters with many clients; the gateway makes its pools one after the other.
paxos propose interval = 0.02
paxos min wait = 0.01
[mon.a]
mon data = ${dir}/mon
[osd.0]
osd data = ${dir}/osd
osd objectstore = memstore
memstore device bytes = ${MEMORY_BYTES}
osd op num shards = 2
[client.rgw]
# The gateway asks for an encrypted connection otherwise, which needs the authentication that is off.
ms mon client mode = crc
rgw data = ${dir}/rgw
rgw frontends = beast endpoint=127.0.0.1:${port}
rgw dns name = localhost
rgw thread pool size = 64
rgw enable usage log = false
rgw enable ops log = false
rgw gc max objs = 4
rgw usage max shards = 1
rgw lc max objs = 4
rgw objexp hints num shards = 4
rgw data log num shards = 4
rgw md log max shards = 4
rgw zone = default
`
