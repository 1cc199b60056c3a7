import { monitorEventLoopDelay } from 'node:perf_hooks'
import { join } from 'node:path'
import { issueBits } from '../../src/main/catalog/image-fields.ts'
import { createCatalog } from '../../src/main/catalog/catalog.ts'
import { type Database, openDatabase } from '../../src/main/catalog/database.ts'
import { CATALOG_SCHEMA } from '../../src/main/catalog/schema.ts'
import { indexKey } from '../../src/main/domain/naming.ts'
import { STYLES } from '../../src/main/domain/style.ts'
import { promptLibrary } from '../../src/main/generation/prompts/library.ts'
import { createSearch } from '../../src/main/operations/view/search.ts'
import { temporaryFolder } from '../support/library.ts'
import { nothingSeen } from '../support/seeing.ts'
import { duration, percentile, ratio, type Section, timed } from './measure.ts'

const ACTORS = 2000
const IMAGES_PER_ACTOR = 100

/** Fills the catalog as after some use: a fifth of the images generated, from 300 prompts. */
function fill(db: Database): void {
  db.pragma('foreign_keys = OFF')
  const prompt = db.prepare('INSERT INTO prompts (id, text) VALUES (?, ?)')
  const put = db.prepare(
    `INSERT INTO cards (image_id, revision, actor_id, sort_key, filename, bytes, mtime_ns, width, height, lane, style, decided_by, unsure,
       confidence, verdict, issue_bits, unmeasured_bits, quality, generated, prompt_id, prompt, date_ms, uploaded, hashes)
     VALUES (?, 1, ?, ?, ?, ?, '0', 1024, 768, ?, ?, 'evaluator', ?, ?, 'keep', ?, 0, ?, ?, ?, ?, ?, 0, '0123456789abcdef0123456789abcdef')`,
  )
  db.transaction(() => {
    for (let at = 0; at < 300; at++)
      prompt.run(
        at,
        `A cinematic film still of the subject seen from a low angle, take ${at}, soft light from the left`,
      )
    for (let id = 1; id <= ACTORS * IMAGES_PER_ACTOR; id++) {
      const actor = `${String(Math.floor((id - 1) / IMAGES_PER_ACTOR)).padStart(4, '0')}_european_female`
      const name = `${actor}_${id % IMAGES_PER_ACTOR}.jpg`
      const style = STYLES[id % 3]
      const made = id % 5 === 0
      const bits = id % 9 === 0 ? issueBits(['camera_gaze']) : id % 50 === 0 ? issueBits(['blur']) : 0
      put.run(
        id,
        actor,
        indexKey(name),
        name,
        id,
        style,
        style,
        id % 4 === 0 ? 1 : 0,
        (id % 1000) / 1000,
        bits,
        (id % 777) / 777,
        made ? 1 : 0,
        made ? `bw-${id % 300}` : null,
        made ? id % 300 : null,
        id,
      )
    }
  })()
}

const ASKED = [
  ['issue:camera_gaze', 'name'],
  ['issue:camera_gaze', 'doubt'],
  ['style:bw conf:<0.6 -issue:blur', 'name'],
  ['prompt:"low angle" generated', 'name'],
  ['european_female_7', 'name'],
  ['name:*_7', 'name'],
  ['', 'quality'],
] as const
const TIMES = 7

export const search: Section = {
  name: 'search',
  async run(say) {
    await using folder = await temporaryFolder()
    const db = openDatabase(join(folder.path, 'catalog.db'), [CATALOG_SCHEMA])
    const catalog = createCatalog(db)
    fill(db)
    const median = async (work: () => Promise<unknown>) => {
      const times: number[] = []
      for (let at = 0; at < TIMES; at++) times.push((await timed(work)).ms)
      return percentile(times, 0.5)
    }
    const scan = db.prepare('SELECT count(*) FROM cards NOT INDEXED WHERE bytes > 0')
    const scanMs = await median(async () => scan.get())
    say(
      `${(ACTORS * IMAGES_PER_ACTOR).toLocaleString('en')} images: looking at each once (count(*)) takes ${duration(scanMs)}`,
    )
    const delay = monitorEventLoopDelay({ resolution: 1 })
    delay.enable()
    for (const [filter, by] of ASKED) {
      let total = 0
      const ms = await median(async () => {
        // Create a new search each time, because it caches the last answer.
        const fresh = createSearch({ catalog, prompts: promptLibrary([]), seeing: nothingSeen })
        total = (await fresh.search({ filter, sort: { by, descending: false }, offset: 0, limit: 1000 })).total
      })
      say(
        `  ${filter === '' ? 'everything' : filter}, by ${by}: ${duration(ms)}, ${ratio(ms, scanMs)} that, ${total} found`,
      )
    }
    const counted = createSearch({ catalog, prompts: promptLibrary([]), seeing: nothingSeen })
    const countMs = await median(() =>
      counted.count(['issue:any', 'unsure', 'generated', 'conf:<0.6', 'verdict:reject']),
    )
    say(`  counting five filters: ${duration(countMs)}, ${ratio(countMs, scanMs)} that`)
    say(`  longest time other work had to wait: 95 % below ${duration(delay.percentile(95) / 1e6)}`)
    db.close()
  },
}
