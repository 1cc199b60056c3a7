import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { openDatabase } from '../../src/main/catalog/database.ts'
import { CATALOG_SCHEMA } from '../../src/main/catalog/schema.ts'
import { EvencastError } from '../../src/main/domain/error.ts'
import { upsertImages } from '../../src/main/domain/manifest.ts'
import { createEditor, type Editor } from '../../src/main/history/editor.ts'
import { createHistoryJournal } from '../../src/main/history/journal.ts'
import type { EditPorts } from '../../src/main/history/ports.ts'
import type { Operation, Place } from '../../src/main/history/records.ts'
import { HISTORY_SCHEMA } from '../../src/main/history/schema.ts'
import { type ActorFolder, actorPlaces } from '../../src/main/library/layout.ts'
import { loadManifest, readManifestBytes, restoreManifestBytes } from '../../src/main/library/manifest-file.ts'
import { writeTarget } from '../../src/main/library/about-file.ts'
import { createCaptionFiles } from '../../src/main/library/captions/caption-files.ts'
import { moveImage } from '../../src/main/library/move-image.ts'
import { isThere } from '../../src/main/library/presence.ts'
import { sha256Of } from '../../src/main/kit/sha256.ts'
import { createObjects } from '../../src/main/library/snapshots/objects.ts'
import { createTrash } from '../../src/main/library/trash.ts'
import { RUNS_SCHEMA } from '../../src/main/runs/schema.ts'
import { createFuse, type Fuse } from './fuse.ts'

/** A library of actors with real files, manifests and trash, for tests of edits. */

const folderOf = (root: string, actorId: string): ActorFolder => ({
  ...actorPlaces(root, actorId, join(root, 'actors', actorId), true),
  about: null,
})
const pathOf = (root: string, { actorId, filename }: Place): string => join(root, 'actors', actorId, filename)

export async function addImages(root: string, actorId: string, names: readonly string[], manifest?: string) {
  await mkdir(join(root, '.evencast'), { recursive: true })
  await mkdir(join(root, 'actors', actorId), { recursive: true })
  for (const filename of names) await writeFile(pathOf(root, { actorId, filename }), `content of ${filename}`)
  if (manifest !== undefined) await writeFile(join(root, 'actors', actorId, 'manifest.json'), manifest)
}

/** Returns the content of every file below `actors`, by path. */
export async function contentsOf(root: string): Promise<Record<string, string>> {
  const entries = await readdir(join(root, 'actors'), { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  return Object.fromEntries(await Promise.all(files.map(async (file) => [file, await readFile(file, 'utf8')] as const)))
}

export const entriesOf = async (root: string, actorId: string) =>
  (await loadManifest(folderOf(root, actorId), new Date())).manifest.images

function createPorts(root: string): EditPorts {
  const trash = createTrash(root)
  const captionFiles = createCaptionFiles()
  const serially = new Map<string, Promise<void>>()
  return {
    files: {
      async discard({ trashId, entry, ...place }) {
        const deletedAt = new Date().toISOString()
        const { actorId } = place
        await trash.put({
          id: trashId,
          file: pathOf(root, place),
          actorId,
          entry,
          reason: 'deleted',
          runId: null,
          deletedAt,
          alone: place.kind === 'restore',
        })
      },
      async restore({ trashId, filename }) {
        if (!(await trash.restore(trashId))) throw new EvencastError('NOT_FOUND', `${filename} is not in the trash.`)
      },
      async layReady({ trashId, entry, ...place }, sha256) {
        const file = pathOf(root, place)
        const what = { id: trashId, file, actorId: place.actorId, entry, reason: '', runId: null, deletedAt: '' }
        await trash.take(what, await createObjects(root).verified(sha256))
      },
      holds: async (place, sha256) =>
        (await isThere(pathOf(root, place))) && (await sha256Of(pathOf(root, place))) === sha256,
      inTrash: async (trashId) => (await trash.find(trashId)) !== null,
      move: (from, to) => moveImage(pathOf(root, from), pathOf(root, to)),
      exists: (place) => isThere(pathOf(root, place)),
      captionFolder: async (actorId) => ({
        write: (captions) =>
          captionFiles.exchange(
            captions.map(({ file, from, to }) => ({
              file: pathOf(root, { actorId, filename: file }),
              from: from.file,
              to: to.file,
            })),
          ),
        sync: async () => {},
      }),
    },
    manifests: {
      exchange(actorId, change) {
        const act = async () => {
          const folder = folderOf(root, actorId)
          const { manifest } = await loadManifest(folder, new Date())
          const bytes = await readManifestBytes(folder)
          const next = await change({ bytes, manifest, isCanonical: false })
          if (next) await restoreManifestBytes(folder, next.bytes && Buffer.from(next.bytes))
        }
        const turn = (serially.get(actorId) ?? Promise.resolve()).then(act)
        serially.set(
          actorId,
          turn.catch(() => {}),
        )
        return turn
      },
      complete: async (_actorId, manifest) =>
        upsertImages(manifest, new Map(manifest.images.map(({ filename }) => [filename, { width: 8 }]))),
    },
    writeTarget: async (actorId, target) => void (await writeTarget(folderOf(root, actorId), target)),
    changed: () => {},
  }
}

/** Opens the library as a new process does, with its own connection and editor. `around` wraps the calls to its ports. */
export function openEditor(
  root: string,
  fuse: Fuse = createFuse(Number.POSITIVE_INFINITY),
  around: (ports: EditPorts) => EditPorts = (ports) => ports,
): Editor & Disposable {
  const db = openDatabase(join(root, '.evencast/catalog.db'), [
    CATALOG_SCHEMA,
    { name: 'runs', steps: RUNS_SCHEMA },
    { name: 'history', steps: HISTORY_SCHEMA },
  ])
  // These tests kill the process, not the machine, so nothing has to reach the disk.
  db.pragma('synchronous = OFF')
  const ports = around(createPorts(root))
  const { edits, manifests } = createHistoryJournal(db)
  const editor = createEditor({
    journal: { edits: fuse.writes(edits), manifests: fuse.writes(manifests) },
    ports: {
      files: fuse.calls(ports.files),
      manifests: fuse.calls(ports.manifests, ['complete']),
      writeTarget: (actorId, target) => ports.writeTarget(actorId, target),
      changed: () => {},
    },
    now: () => new Date(),
  })
  return { ...editor, [Symbol.dispose]: () => db.close() }
}

export const label = (actorId: string, filename: string, type: 'bw_stylized' | 'color_stylized'): Operation => ({
  kind: 'label',
  actorId,
  filename,
  before: { type: 'photorealistic' },
  after: { type, classified_by: 'human', verdict: 'keep' },
})
