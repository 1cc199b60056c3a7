import { mkdirSync } from 'node:fs'
import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { MANY_FOLDERS, readFolderMemory, writeFolderMemory } from '../../../src/main/library/folder-memory.ts'
import { recognise } from '../../../src/main/library/open.ts'
import { BO, tempFolder } from './temp-library.ts'

const SAID = '{"target":{"total":4}}'

/** Writes a library with as many actors as are remembered: bo as usual, al with images directly in its folder and an actor.json. */
async function manyActors(): Promise<string> {
  const root = await tempFolder({ ...BO, 'actors/al/al_1.jpg': '', 'actors/al/actor.json': SAID, '.evencast/x': '' })
  for (let n = 2; n < MANY_FOLDERS; n++) mkdirSync(join(root, 'actors', `c_${n}`))
  return root
}

test('many folders are taken as they are remembered, and those that are new are listed', async () => {
  const root = await manyActors()
  const listed = await recognise(root)
  await writeFolderMemory(root, listed.actors)

  const again = await recognise(root, readFolderMemory)
  expect(listed.isRemembered).toBe(false)
  expect(again.isRemembered).toBe(true)
  expect(again.actors).toEqual(listed.actors)
  expect(again.warnings).toEqual(listed.warnings)

  await mkdir(join(root, 'actors/new/training_data'), { recursive: true })
  await writeFile(join(root, 'actors/al/actor.json'), '{}')
  const later = await recognise(root, readFolderMemory)
  expect(later.actors).toHaveLength(MANY_FOLDERS + 1)
  expect(later.actors.find(({ actorId }) => actorId === 'al')?.about).toEqual({ target: { total: 4 } })
})

test('few folders are listed, and nothing is remembered of them', async () => {
  const root = await tempFolder({ ...BO, '.evencast/x': '' })
  const { actors } = await recognise(root, async () => new Map([['bo', { flat: true, about: null }]]))
  expect(actors[0]?.imagesDir).toBe(join(root, 'actors/bo/training_data'))
  await writeFolderMemory(root, actors)
  expect(await readdir(join(root, '.evencast'))).toEqual(['x'])
})

test.each([
  ['no JSON', '{'],
  ['of another version', JSON.stringify({ version: 2, nested: ['bo'], flat: [], about: {} })],
  ['of other kinds', JSON.stringify({ version: 1, nested: [7], flat: [], about: {} })],
  [
    'with a sentence of its own',
    JSON.stringify({ version: 1, nested: [], flat: [], about: { bo: { about: null, aboutProblem: 'x' } } }),
  ],
])('a memory that is %s is none', async (_, text) => {
  const root = await tempFolder({ '.evencast/folders.json': text })
  expect(await readFolderMemory(root)).toEqual(new Map())
})

test('the memory of another library leads nowhere else, and makes no actors', async () => {
  const root = await manyActors()
  const foreign = { version: 1, nested: ['al', '../../etc', 'ghost'], flat: ['bo'], about: {} }
  await writeFile(join(root, '.evencast/folders.json'), JSON.stringify(foreign))
  const { actors, isRemembered } = await recognise(root, readFolderMemory)
  expect(isRemembered).toBe(true)
  expect(actors).toHaveLength(MANY_FOLDERS)
  expect(actors.every(({ dir }) => dir.startsWith(join(root, 'actors/')))).toBe(true)
})

test('no memory is read or written through a link', async () => {
  const root = await manyActors()
  const { actors } = await recognise(root)
  const elsewhere = await tempFolder({ 'folders.json': 'mine' })
  const linked = await tempFolder({ x: '' })
  await symlink(elsewhere, join(linked, '.evencast'))
  expect(await readFolderMemory(linked)).toEqual(new Map())
  await symlink(join(elsewhere, 'folders.json'), join(root, '.evencast/folders.json'))
  await writeFolderMemory(root, actors)
  expect(await readFile(join(elsewhere, 'folders.json'), 'utf8')).toBe('mine')
})
