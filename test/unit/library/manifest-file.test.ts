import { readdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { emptyManifest } from '../../../src/main/domain/manifest.ts'
import {
  dropCopies,
  keepComments,
  loadManifest,
  readManifestBytes,
  restoreManifestBytes,
  saveManifest,
  setManifestAside,
} from '../../../src/main/library/manifest-file.ts'
import { scanActor } from '../../../src/main/library/scan.ts'
import { tempLibrary } from './temp-library.ts'

const NOW = new Date('2026-11-22T10:00:00.000Z')

test('a missing manifest reads as an empty one', async () => {
  const { actor } = await tempLibrary()
  expect(await loadManifest(actor, NOW)).toEqual({
    manifest: emptyManifest('bo', NOW.toISOString()),
    warnings: [],
    stamp: null,
    unreadable: false,
    comments: false,
  })
})

test('a copy of a manifest with comments is kept beside it before another is written', async () => {
  const { actor } = await tempLibrary()
  const text = '// mine\n[{"filename": "bo_1.jpg", "type": "bw_stylized"},]'
  await writeFile(actor.manifestFile, text)
  const { manifest, warnings, unreadable, comments } = await loadManifest(actor, NOW)
  expect([manifest.images, unreadable, comments]).toEqual([
    [{ filename: 'bo_1.jpg', type: 'bw_stylized' }],
    false,
    true,
  ])
  expect(warnings).toEqual([
    'manifest.json of bo has comments; a copy with them is kept beside it when it is next written.',
  ])
  expect(await keepComments(actor, NOW)).toContain('manifest.json.with-comments-2026-11-22T10-00-00.000Z')
  const copy = join(actor.imagesDir, 'manifest.json.with-comments-2026-11-22T10-00-00.000Z')
  expect([await readFile(copy, 'utf8'), await readFile(actor.manifestFile, 'utf8')]).toEqual([text, text])
})

test('what is saved is read back, stamped as a scan stamps it, with no temp file left', async () => {
  const { actor } = await tempLibrary()
  const manifest = {
    ...emptyManifest('bo', NOW.toISOString()),
    images: [{ filename: 'bo_1.jpg', type: 'bw_stylized' as const, mine: [1] }],
  }
  const stamp = await saveManifest(actor, manifest)
  expect((await scanActor(actor)).manifestStamp).toBe(stamp)
  expect(await loadManifest(actor, NOW)).toMatchObject({ manifest, stamp })
  expect((await readdir(actor.imagesDir)).filter((name) => name.startsWith('manifest'))).toEqual(['manifest.json'])
})

test('a manifest that is not JSON is left as it is by reading, and kept beside before another is written', async () => {
  const { actor } = await tempLibrary()
  await writeFile(actor.manifestFile, '{"images": [{"filena')
  const { manifest, warnings, unreadable } = await loadManifest(actor, NOW)
  expect([manifest.images, unreadable]).toEqual([[], true])
  expect(warnings.join()).toContain('manifest.json of bo is not JSON')
  expect(await readFile(actor.manifestFile, 'utf8')).toBe('{"images": [{"filena')
  expect(await setManifestAside(actor, NOW)).toContain('manifest.json.corrupt-2026-11-22T10-00-00.000Z')
  const aside = join(actor.imagesDir, 'manifest.json.corrupt-2026-11-22T10-00-00.000Z')
  expect(await readFile(aside, 'utf8')).toBe('{"images": [{"filena')
  expect(await readManifestBytes(actor)).toBeNull()
})

test('a copy that was set aside goes once the manifest is back as it was, any other stays', async () => {
  const { actor } = await tempLibrary()
  const kept = async () => (await readdir(actor.imagesDir)).filter((name) => name.startsWith('manifest.json.'))
  await writeFile(actor.manifestFile, 'broken')
  await setManifestAside(actor, NOW)
  await writeFile(actor.manifestFile, '// mine\n[]')
  await keepComments(actor, NOW)
  expect(await kept()).toHaveLength(2)
  await dropCopies(actor, Buffer.from('broken'))
  expect(await kept()).toEqual([expect.stringContaining('.with-comments-')])
  await dropCopies(actor, Buffer.from('other'))
  expect(await kept()).toHaveLength(1)
  await dropCopies(actor, Buffer.from('// mine\n[]'))
  expect(await kept()).toEqual([])
})

test('bytes are put back as they were, also when there was no manifest', async () => {
  const { actor } = await tempLibrary()
  await writeFile(actor.manifestFile, '[ ]  odd')
  const before = await readManifestBytes(actor)
  await saveManifest(actor, emptyManifest('bo', NOW.toISOString()))
  await restoreManifestBytes(actor, before)
  expect(await readFile(actor.manifestFile, 'utf8')).toBe('[ ]  odd')
  await restoreManifestBytes(actor, null)
  await restoreManifestBytes(actor, null)
  expect(await readManifestBytes(actor)).toBeNull()
})

test('saving does not bring back a folder that vanished with its drive', async () => {
  const { actor, root } = await tempLibrary()
  await rename(root, `${root}-away`)
  await expect(saveManifest(actor, emptyManifest('bo', ''))).rejects.toMatchObject({ code: 'UNAVAILABLE' })
  await expect(readdir(root)).rejects.toThrow('ENOENT')
  await rename(`${root}-away`, root)
})
