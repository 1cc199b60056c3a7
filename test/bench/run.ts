/**
 * `npm run bench [-- SECTION… [--cleanvision PYTHON] [--suite] [--pictures FOLDER] [--runs N --calls N --part crashes…]]`: measures the app
 * beside the least possible work on the same machine.
 */
import { cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { assess } from './assess.ts'
import { captions } from './captions.ts'
import { fleet } from './fleet/index.ts'
import { frames } from './frames.ts'
import { hashes } from './hashes.ts'
import { isolation } from './isolation.ts'
import { duration, timed } from './measure.ts'
import { open } from './open.ts'
import { orchestration } from './orchestration.ts'
import { peers } from './peers/index.ts'
import { plan } from './plan.ts'
import { search } from './search.ts'
import { sorting } from './sorting.ts'
import { thumbnails } from './thumbnails.ts'

const SECTIONS = [
  open,
  thumbnails,
  assess,
  isolation,
  plan,
  orchestration,
  search,
  captions,
  sorting,
  hashes,
  frames,
  peers,
  fleet,
]
const ON_DEMAND = new Set(['peers', 'fleet'])
const { positionals: wanted, values } = parseArgs({
  allowPositionals: true,
  options: {
    cleanvision: { type: 'string' },
    suite: { type: 'boolean' },
    pictures: { type: 'string' },
    runs: { type: 'string' },
    calls: { type: 'string' },
    part: { type: 'string', multiple: true },
  },
})
const unknown = wanted.find((name) => !SECTIONS.some((section) => section.name === name))
if (unknown !== undefined) {
  console.error(`There is no "${unknown}"; sections: ${SECTIONS.map((section) => section.name).join(', ')}.`)
  process.exit(2)
}

console.log(`Node ${process.versions.node}, ${cpus().length} × ${cpus()[0]?.model.trim() ?? 'CPU'}`)
for (const section of SECTIONS) {
  // These take minutes, and `peers` rewrites a document, so they run only on request.
  if (wanted.length > 0 ? !wanted.includes(section.name) : ON_DEMAND.has(section.name)) continue
  console.log(`\n${section.name}`)
  const { ms } = await timed(() =>
    section.run((line) => console.log(`  ${line}`), { cleanvision: values.cleanvision, ...values }),
  )
  console.log(`  (${duration(ms)} in all, preparation included)`)
}
