import { cp, mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { spawnSync } from 'node:child_process'
import type { Program } from './program.ts'

interface Patch {
  readonly file: string
  readonly from: string
  readonly to: string
}

/** Planted bugs of the kinds that these tests must find, as changes of the sources. */
export const PLANTS = {
  /** An edit is written to the journal only after it is done. */
  'act-before-journal': [
    {
      file: 'src/main/history/editor.ts',
      from: `      const edit = journal.edits.add(now().toISOString(), name, operations, cullingId)
      try {
        await applyEdit(context, edit, 'redo', { finishing: false })`,
      to: `      const early = { id: 0, at: '', name, operations, state: 'doing', recorded: false } as const
      await applyEdit(context, early, 'redo', { finishing: false })
      const edit = journal.edits.add(now().toISOString(), name, operations, cullingId)
      try {
        await applyEdit(context, edit, 'redo', { finishing: true })`,
    },
    {
      file: 'src/main/history/editor.ts',
      from: `    journal.edits.setState(editId, way === 'undo' ? 'undoing' : 'doing')
    try {
      await applyEdit(context, edit, way, { finishing })`,
      to: `    try {
      await applyEdit(context, edit, way, { finishing })
      journal.edits.setState(editId, way === 'undo' ? 'undoing' : 'doing')`,
    },
  ],
  /** A path beside the library counts as inside when it begins with the library's path. */
  'check-by-prefix': [
    {
      file: 'src/main/library/folder-contents.ts',
      from: `  const way = relative(parent, path)
  return way === '' || (!isAbsolute(way) && way !== '..' && !way.startsWith(\`..\${sep}\`))`,
      to: `  void relative, isAbsolute, sep
  return path.startsWith(parent)`,
    },
  ],
  /** A request that may have arrived is repeated. */
  'blind-retry': [
    {
      file: 'src/main/generation/replicate/create-once.ts',
      from: `  const found = await searchExisting(ordering, since, SEARCH_DELAYS_MS, signal)
  if (found) return found
  throw unknown(target.model, order.priceUsd)`,
      to: `  void since
  return createOnce(ordering, { ...order, askedAt: null }, signal)`,
    },
  ],
  /** JSON files are overwritten in place. */
  'write-without-rename': [
    {
      file: 'src/main/library/durable.ts',
      from: `    await using handle = await open(temp, NEW_FILE, modeOf(before))
    await handle.writeFile(content)
    await handle.sync()
    const stamp = fileStamp(await handle.stat({ bigint: true }))
    await rename(temp, file)`,
      to: `    await using handle = await open(file, constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC, modeOf(before))
    void rename
    await handle.writeFile(content)
    await handle.sync()
    const stamp = fileStamp(await handle.stat({ bigint: true }))`,
    },
  ],
  /** Caption files that worker threads write are overwritten in place. */
  'write-in-threads-without-rename': [
    {
      file: 'src/main/library/durable.ts',
      from: `const handle = openSync(temp, NEW_FILE, modeOf(before))`,
      to: `const handle = openSync(file, constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC, modeOf(before))`,
    },
    { file: 'src/main/library/durable.ts', from: `renameSync(temp, file)`, to: `void renameSync` },
  ],
  /** Rows of the history are used without validation. */
  'unparsed-row': [
    {
      file: 'src/main/history/read-operations.ts',
      from: `return Operations.parse(parseLossless(text))`,
      to: `return Operations ? (parseLossless(text) as never) : null`,
    },
  ],
} as const satisfies Readonly<Record<string, readonly Patch[]>>

export type Plant = keyof typeof PLANTS

/** The line that must find each bug, or the job of its kills. */
export const FOUND_BY: Readonly<Record<Plant, string>> = {
  'act-before-journal': 'kill: web: sort, delete, undo, redo',
  'check-by-prefix': 'links',
  'blind-retry': 'services',
  'write-without-rename': 'kill: plan',
  'write-in-threads-without-rename': 'kill: captions in threads',
  'unparsed-row': 'fuzz',
}

export const isPlant = (name: string): name is Plant => Object.hasOwn(PLANTS, name)

const COPIED = ['src', 'bin', 'resources', 'test', 'scripts', 'package.json', 'electron.vite.config.ts']

/** Builds a copy of the program with a planted bug. Throws when the sources have changed and the bug does not apply. */
export async function plant(root: string, name: Plant, into: string): Promise<Program> {
  await mkdir(into, { recursive: true })
  for (const path of COPIED) await cp(join(root, path), join(into, path), { recursive: true })
  for (const path of (await readdir(root)).filter((name) => /^tsconfig.*\.json$/.test(name)))
    await cp(join(root, path), join(into, path))
  await rm(join(into, 'node_modules'), { force: true })
  await symlink(join(root, 'node_modules'), join(into, 'node_modules'))
  for (const { file, from, to } of PLANTS[name]) {
    const text = await readFile(join(into, file), 'utf8')
    if (text.split(from).length !== 2)
      throw new Error(`The bug “${name}” does not apply: ${file} has changed. Rewrite it in test/torture/plants.ts.`)
    await writeFile(join(into, file), text.replace(from, to))
  }
  const vite = join(root, 'node_modules/electron-vite/bin/electron-vite.js')
  const { status, stdout, stderr } = spawnSync(process.execPath, [vite, 'build'], { cwd: into, encoding: 'utf8' })
  if (status !== 0) throw new Error(`The copy with the bug cannot be built.\n${stdout}${stderr}`)
  return { root: into }
}
