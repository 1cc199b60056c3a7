import { readFile, writeFile } from 'node:fs/promises'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { ensureBuilt, ROOT } from '../../../scripts/build.ts'
import { temporaryFolder } from '../../support/library.ts'
import { missing } from '../../support/s3/packages.ts'
import type { Section } from '../measure.ts'
import { syncPeer } from './sync.ts'
import { type Row, tableOf } from './table.ts'
import { thumbnailsPeer } from './thumbnails.ts'

const PEERS = [syncPeer, thumbnailsPeer]
const PAIRS = 5
const DOCUMENT = join(ROOT, 'docs/performance.md')
const TABLE = /<!-- peers -->[^]*<!-- \/peers -->/

/** Each program that is installed and Evencast by turns on the same files; writes the table of docs/performance.md. */
export const peers: Section = {
  name: 'peers',
  async run(say) {
    ensureBuilt()
    const rows: Row[] = []
    const notes: string[] = []
    for (const peer of PEERS) {
      const why = await missing(peer.needs)
      if (why !== null) {
        notes.push(`Not measured: ${peer.work}, since a program for it ${why}.`)
        continue
      }
      await using folder = await temporaryFolder()
      const cli = join(ROOT, 'bin/evencast.mjs')
      rows.push(...(await peer.measure({ folder: folder.path, cli, count: PAIRS })))
    }
    const machine = `${new Date().toISOString().slice(0, 10)}, Node ${process.versions.node}, ${cpus().length} × ${cpus()[0]?.model.trim() ?? 'CPU'}; medians of ${PAIRS} pairs.`
    const block = [machine, '', tableOf(rows), ...notes.flatMap((note) => ['', note])].join('\n')
    for (const line of block.split('\n')) say(line)
    const text = await readFile(DOCUMENT, 'utf8')
    await writeFile(DOCUMENT, text.replace(TABLE, `<!-- peers -->\n\n${block}\n\n<!-- /peers -->`))
  },
}
