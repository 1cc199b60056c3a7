import { cp, mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { filesBelow, type Finding } from '../checker.ts'
import { type Bench, copyOf, type Service, startService, writeConfig, writeFixture } from '../fixture.ts'
import { run } from '../program.ts'
import { createLine, leftToLong, type Line, outOfTime, record } from '../report.ts'

/** Folders and files of a library that may be symbolic links to the outside. */
const LINKED = [
  'actors',
  'actors/ann',
  'actors/ann/training_data',
  'actors/ann/base_image',
  'actors/ann/training_data/manifest.json',
  'actors/ann/training_data/ann_2.jpg',
  '.evencast',
  '.evencast/trash',
  '.evencast/tmp',
  '.evencast/snapshots',
  '.evencast/catalog.db',
  'action_plans',
  'action_plans/summary.json',
] as const

const isInShort = (path: (typeof LINKED)[number]): boolean => LINKED.indexOf(path) % 3 === 2

const COMMANDS = [
  ['balance', '--all', '--yes'],
  ['captions', 'write', '--all'],
  ['snapshot', 'create'],
] as const

/**
 * Opens a library with a link to a sibling folder whose name begins with the library's own: no file there may be changed, moved or
 * uploaded.
 */
export async function linksLine(bench: Bench): Promise<readonly Line[]> {
  const service = await startService()
  try {
    return [await tryLinks(bench, service)]
  } finally {
    await service.double.close()
  }
}

async function tryLinks(bench: Bench, service: Service): Promise<Line> {
  const line = createLine('links out of the library')
  const template = await bench.folder('links')
  await writeFixture(join(template, 'data'))
  const configDir = join(template, 'config')
  await writeConfig(configDir, { generator: 'replicate' })
  const attempt = { configDir, env: service.env }
  await run(bench.program, ['plan', '--all', join(template, 'data')], attempt)
  const waiting = bench.long ? [...LINKED] : LINKED.filter(isInShort)
  for (let path = waiting.shift(); path !== undefined; path = bench.timeLeft() ? waiting.shift() : undefined) {
    const dir = await bench.folder('links-copy')
    const [library, outside, store] = [join(dir, 'data'), join(dir, 'data-of-others'), join(dir, 'store')]
    await copyOf(join(template, 'data'), library)
    await mkdir(outside)
    await mkdir(store)
    const there = join(outside, 'linked')
    const isThere = await rename(join(library, path), there).then(
      () => true,
      () => false,
    )
    if (!isThere) await mkdir(there)
    await symlink(there, join(library, path))
    await writeFile(join(outside, 'secret.jpg'), 'secret')
    if (isThere) await cp(join(outside, 'secret.jpg'), join(there, 'secret.jpg')).catch(() => undefined)
    const before = await stateOf(outside)
    const findings: Finding[] = []
    for (const args of [...COMMANDS, ['sync', '--store', `file://${store}`]]) {
      const ended = await run(bench.program, [...args, library], attempt)
      if (ended.code === null) findings.push({ kind: 'broken', what: `${args.join(' ')}: ${ended.stderr.slice(-200)}` })
    }
    if ((await stateOf(outside)) !== before)
      findings.push({ kind: 'let in', what: `what ${path} leads to was changed` })
    const sent = (await filesBelow(store)).map((file) => file.sha256)
    const foreign = (await filesBelow(outside)).filter(
      (file) => sent.includes(file.sha256) && file.path.startsWith('secret'),
    )
    if (foreign.length > 0) findings.push({ kind: 'let in', what: `what ${path} leads to was sent to the store` })
    record(line, path, findings)
    await rm(dir, { recursive: true, force: true })
  }
  outOfTime(line, waiting)
  if (!bench.long)
    leftToLong(
      line,
      LINKED.filter((path) => !isInShort(path)),
    )
  return line
}

const stateOf = async (dir: string): Promise<string> =>
  JSON.stringify(
    (await filesBelow(dir)).map((file) => `${file.path} ${file.sha256}`).toSorted((a, b) => (a < b ? -1 : 1)),
  )
