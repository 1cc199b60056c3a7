import { randomBytes } from 'node:crypto'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { CreateBucketCommand } from '@aws-sdk/client-s3'
import { createClient } from '../../../src/main/storage/s3/client.ts'
import { parseLocation } from '../../../src/main/storage/s3/location.ts'
import { CEPH_NEEDS, startCeph } from '../../support/s3/ceph.ts'
import { missing } from '../../support/s3/packages.ts'
import { pairs, processSeconds } from './pairs.ts'
import type { Peer } from './table.ts'

const ACTORS = 108
const PER_ACTOR = 20
const BYTES = 60_000
const BUCKET = 'bench'
const SERIAL_PAIRS = 2

const FIRST =
  'First sync: besides sending the files, Evencast reads the folder into its catalogue, hashes each file twice (SHA-256 for the signature, MD5 for the server to check) and writes and sends 108 manifests that name where each image lies. Most of its own time goes into calls to the file system, the catalogue and garbage; hottest before: `stat`, `readdir`, garbage; now: `stat`, `open`, garbage.'
const AGAIN =
  'Nothing to do: more than a quarter is loading the program, a fifth the calls that list folders and ask for sizes. Hottest before: `readdir`, garbage, `stat`, with a tenth for parsing the listing; now: `readdir`, `stat`, garbage.'

/** Syncs a library of 2,160 files to a real Ceph on loopback: completely, and again without changes, start-up included. */
export const syncPeer: Peer = {
  work: 'sync',
  needs: { ...CEPH_NEEDS, rclone: 'rclone' },
  async measure({ folder, cli, count, note }) {
    const library = join(folder, 'sync')
    await writeFiles(library)
    const server = await startCeph()
    const { endpoint, credentials } = server
    try {
      const client = createClient(parseLocation({ url: `s3://${BUCKET}`, endpoint, env: {} }), { credentials })
      await client.send(new CreateBucketCommand({ Bucket: BUCKET }))
      client.destroy()
      const env = {
        AWS_ACCESS_KEY_ID: credentials.accessKeyId,
        AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
        AWS_REGION: 'us-east-1',
        AWS_ENDPOINT_URL_S3: endpoint,
        EVENCAST_CONFIG_DIR: join(folder, 'config'),
      }
      const config = join(folder, 'rclone.conf')
      await writeFile(
        config,
        `[s]\ntype = s3\nprovider = Other\nregion = us-east-1\nendpoint = ${endpoint}\naccess_key_id = ${credentials.accessKeyId}\nsecret_access_key = ${credentials.secretAccessKey}\n`,
      )
      const ours = (round: number) =>
        processSeconds(
          process.execPath,
          [cli, 'sync', library, '--store', `s3://${BUCKET}/ours-${round}`, '--json'],
          env,
        )
      // Its old version does not support a certificate bundle in this way.
      const peer = (round: number) =>
        processSeconds(
          'rclone',
          `--config ${config} sync ${library} s:${BUCKET}/peer-${round} --transfers 16 --checksum --fast-list --exclude /.evencast/**`.split(
            ' ',
          ),
          { AWS_CA_BUNDLE: undefined },
        )
      const fresh = async (round: number) => {
        // Use a library that was never opened: cached facts about the files would help, and manifests of an earlier round would be
        // replaced.
        await rm(join(library, '.evencast'), { recursive: true, force: true })
        for (let a = 0; a < ACTORS; a++) await rm(join(imagesDir(library, a), 'manifest.json'), { force: true })
        return ours(round)
      }
      const first = await pairs(count, fresh, peer)
      const again = await pairs(
        count,
        () => ours(count - 1),
        () => peer(count - 1),
      )
      const what = `${(ACTORS * PER_ACTOR).toLocaleString('en')} × ${BYTES / 1000} kB to Ceph`
      const rows = [
        { what: `first sync of ${what}`, peer: 'rclone, 16 transfers', ...first, target: 1, profile: FIRST },
        { what: 'sync with nothing to do', peer: 'rclone --checksum --fast-list', ...again, target: 1, profile: AGAIN },
      ]
      const why = await missing({ s3cmd: 's3cmd' })
      if (why !== null) {
        note(`Not measured beside s3cmd, which ${why}.`)
        return rows
      }
      const s3cmd = (round: number) =>
        processSeconds('s3cmd', [
          ...`--config=/dev/null --access_key=${credentials.accessKeyId} --secret_key=${credentials.secretAccessKey}`.split(
            ' ',
          ),
          ...`--no-ssl --host=${new URL(endpoint).host} --host-bucket=${new URL(endpoint).host} --region=us-east-1`.split(
            ' ',
          ),
          ...`--no-progress --quiet --exclude=.evencast/* sync ${library}/ s3://${BUCKET}/s3cmd-${round}/`.split(' '),
        ])
      // Fewer rounds, because it uploads one file after the other.
      const few = Math.min(count, SERIAL_PAIRS)
      const serial = await pairs(few, (round) => fresh(count + round), s3cmd)
      // Compare with the copies made last, because manifests name where their images are.
      const settled = await pairs(
        count,
        () => ours(count + few - 1),
        () => s3cmd(few - 1),
      )
      return [
        ...rows,
        {
          what: `first sync of ${what}`,
          peer: `s3cmd sync, ${SERIAL_PAIRS} pairs`,
          ...serial,
          target: 1,
          profile: FIRST,
        },
        { what: 'sync with nothing to do', peer: 's3cmd sync', ...settled, target: 1, profile: AGAIN },
      ]
    } finally {
      await server.stop()
    }
  },
}

const imagesDir = (library: string, actor: number): string => join(library, 'actors', `actor_${actor}`, 'training_data')

async function writeFiles(library: string): Promise<void> {
  for (let a = 0; a < ACTORS; a++) {
    const dir = imagesDir(library, a)
    await mkdir(dir, { recursive: true })
    for (let n = 1; n <= PER_ACTOR; n++) await writeFile(join(dir, `actor_${a}_${n}.jpg`), randomBytes(BYTES))
  }
}
