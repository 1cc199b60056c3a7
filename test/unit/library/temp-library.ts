import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'
import { recognise } from '../../../src/main/library/open.ts'
import { claimLibrary } from '../../../src/main/library/presence.ts'

/** Creates a temporary folder with these files for one test; removed afterwards. */
export async function tempFolder(files: Readonly<Record<string, string>> = {}): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'evencast-'))
  onTestFinished(() => rm(root, { recursive: true, force: true }))
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(root, name)), { recursive: true })
    await writeFile(join(root, name), content)
  }
  return root
}

export const BO = {
  'actors/bo/base_image/bo_base.png': 'base',
  'actors/bo/training_data/bo_1.jpg': 'one',
  'actors/bo/training_data/bo_2.jpg': 'two',
  'actors/bo/training_data/bo_10.jpg': 'ten',
  'actors/bo/training_data/notes.txt': 'not an image',
}

/** Opens a library with one actor, bo. */
export async function tempLibrary(files: Readonly<Record<string, string>> = BO) {
  const layout = await recognise(await tempFolder(files))
  await claimLibrary(layout.root)
  const [actor] = layout.actors
  if (!actor) throw new Error('The test library holds no actor.')
  return { root: layout.root, layout, actor }
}
