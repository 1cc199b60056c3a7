import { readFile, writeFile } from 'node:fs/promises'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { ensureBuilt, ROOT } from '../../../scripts/build.ts'
import { temporaryFolder } from '../../support/library.ts'
import { missing } from '../../support/s3/packages.ts'
import { duration, type Section, timed } from '../measure.ts'
import { assessPeer } from './assess.ts'
import { openPeer } from './open.ts'
import { planPeer } from './plan.ts'
import { duplicatesPeer } from './duplicates.ts'
import { samplePeer } from './sample.ts'
import { suitePeer } from './suite.ts'
import { syncPeer } from './sync.ts'
import { type Limit, limitsOf, profilesOf, type Row, tableOf } from './table.ts'
import { thumbnailsPeer } from './thumbnails.ts'

const PEERS = [syncPeer, thumbnailsPeer, assessPeer, duplicatesPeer, planPeer, openPeer, samplePeer, suitePeer]
const PAIRS = 5
const DOCUMENT = join(ROOT, 'docs/performance.md')
const TABLE = /<!-- peers -->[^]*<!-- \/peers -->/

/**
 * Runs each installed program and Evencast in alternation on the same files. Writes the table of docs/performance.md, unless only a part
 * was run.
 */
export const peers: Section = {
  name: 'peers',
  async run(say, { cleanvision, suite = false, part }) {
    ensureBuilt()
    const rows: Row[] = []
    const limits: Limit[] = []
    const notes: string[] = []
    const note = (sentence: string) => void notes.push(sentence)
    const limit = (one: Limit) => void limits.push(one)
    for (const peer of PEERS) {
      if (part && !part.includes(peer.work)) continue
      const why = await missing(peer.needs)
      if (why !== null) {
        note(`Not measured: ${peer.work}, since a program for it ${why}.`)
        continue
      }
      await using folder = await temporaryFolder()
      const cli = join(ROOT, 'bin/evencast.mjs')
      const { ms } = await timed(async () => {
        try {
          rows.push(
            ...(await peer.measure({ folder: folder.path, cli, count: PAIRS, cleanvision, suite, note, limit })),
          )
        } catch (error) {
          note(`Not measured: ${peer.work}. ${error instanceof Error ? error.message : String(error)}`)
        }
      })
      say(`${peer.work}: measured in ${duration(ms)}`)
    }
    const machine = `${new Date().toISOString().slice(0, 10)}, Node ${process.versions.node}, ${cpus().length} × ${cpus()[0]?.model.trim() ?? 'CPU'}; medians of ${PAIRS} pairs, by turns.`
    const sentences = [...profilesOf(rows, limits), ...notes]
    const block = [machine, tableOf(rows), limitsOf(limits), ...sentences].join('\n\n')
    for (const line of block.split('\n')) say(line)
    if (part) return
    const text = await readFile(DOCUMENT, 'utf8')
    await writeFile(DOCUMENT, text.replace(TABLE, `<!-- peers -->\n\n${block}\n\n<!-- /peers -->`))
  },
}
