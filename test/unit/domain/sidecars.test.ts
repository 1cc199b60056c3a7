import { expect, test } from 'vitest'
import { heldIndex, isImageFile, nextIndex } from '../../../src/main/domain/naming.ts'
import { renamedSidecar, sidecarsIn, sidecarsToTake } from '../../../src/main/domain/sidecars.ts'

const OF_ONE = ['a_1.txt', 'a_1.caption', 'a_1.json', 'a_1.npz', 'a_1_te.npz', 'a_1_0512x0768_sd.npz']
const MASKS = ['a_1-masklabel.png', 'a_1-condlabel.png', 'a_1_mask.png', 'a_1-mask.png', 'a_1.jpg.txt']
const OF_OTHERS = ['a_1.cap', 'a_1.tags', 'a_1.xmp', 'a_1.jpg.xmp', 'a_1_0832x0480_wan.safetensors']

test('every kind of file that a trainer keeps beside an image belongs to it', () => {
  const { byImage, orphans, shared } = sidecarsIn([
    'a_1.jpg',
    ...OF_ONE,
    ...MASKS,
    ...OF_OTHERS,
    'a_model.safetensors',
    'manifest.json',
    'actor.json',
    '.txt',
  ])
  expect(byImage.get('a_1.jpg')?.toSorted()).toEqual([...OF_ONE, ...MASKS, ...OF_OTHERS].toSorted())
  expect([orphans, shared]).toEqual([[], []])
})

test('a mask is no image', () => {
  expect(['a-masklabel.png', 'a-condlabel.png', 'a_mask.png', 'A_MASK.PNG'].some(isImageFile)).toBe(false)
  expect(['mask.png', '_mask.png', 'masked.png', 'a_mask.jpg'].map(isImageFile)).toEqual([true, true, true, true])
})

test('the longest stem owns what several could own', () => {
  const { byImage } = sidecarsIn(['a.jpg', 'a_1.jpg', 'a.npz', 'a_1.npz', 'a_1_te.npz', 'a_2.npz'])
  expect(Object.fromEntries(byImage)).toEqual({ 'a.jpg': ['a_2.npz', 'a.npz'], 'a_1.jpg': ['a_1_te.npz', 'a_1.npz'] })
})

test('a stem that differs in case or Unicode form counts where it is one image’s', () => {
  const composed = 'Zo\u00eb'
  const decomposed = 'Zoe\u0308'
  const { byImage, orphans } = sidecarsIn(['B.JPG', 'b.txt', `${decomposed}.jpg`, `${composed}.txt`])
  expect([byImage.get('B.JPG'), byImage.get(`${decomposed}.jpg`), orphans]).toEqual([
    ['b.txt'],
    [`${composed}.txt`],
    [],
  ])
  // An exact match comes first. When two names differ only in case or normalization, none is chosen.
  const two = sidecarsIn(['B.jpg', 'b.jpg', 'b.txt', `${composed}.jpg`])
  expect([two.byImage.get('b.jpg'), two.byImage.get('B.jpg')]).toEqual([['b.txt'], undefined])
})

test('orphans are told, but not what speaks of a whole folder', () => {
  expect(
    sidecarsIn(['a_1.jpg', 'a_2.txt', 'a_3-masklabel.png', 'README.txt', 'notes.txt', 'metadata.json']).orphans,
  ).toEqual(['a_2.txt', 'a_3-masklabel.png'])
})

test('images with one stem share a caption, which stays as long as one of them does', () => {
  const names = ['p.jpg', 'p.png', 'p.txt', 'q_1.jpg', 'Q_1.PNG']
  expect(sidecarsIn(names).shared).toEqual([
    ['p.jpg', 'p.png'],
    ['q_1.jpg', 'Q_1.PNG'],
  ])
  expect(sidecarsToTake(names, 'p.jpg')).toEqual([])
  expect(sidecarsToTake(['p.png', 'p.txt'], 'p.png')).toEqual(['p.txt'])
  // Also for an image that has just been moved.
  expect(sidecarsToTake(['p.txt', 'q_1.jpg'], 'p.png')).toEqual(['p.txt'])
})

test('a sidecar is renamed with its image', () => {
  const renamed = ['a_1.txt', 'a_1_te.npz', 'a_1-masklabel.png', 'a_1.jpg.json'].map((name) =>
    renamedSidecar(name, 'a_1.jpg', 'b_22.jpg'),
  )
  expect(renamed).toEqual(['b_22.txt', 'b_22_te.npz', 'b_22-masklabel.png', 'b_22.jpg.json'])
})

test('a new image never takes a stem that any file holds', () => {
  const held = ['o_2.txt', 'O_3.caption', 'o_4-masklabel.png', 'o_5_te.npz', 'o_6', 'o_7.tar.gz', 'o_8.heic', 'o_9.jpg']
  expect(held.map((name) => heldIndex(name, 'o'))).toEqual([2, 3, 4, 5, 6, 7, 8, 9])
  expect(['o_2x.txt', 'o_.txt', 'po_2.txt', 'o2.txt'].map((name) => heldIndex(name, 'o'))).toEqual([
    null,
    null,
    null,
    null,
  ])
  expect(nextIndex({ actorId: 'o', files: ['o_1.jpg', 'o_2.txt'], manifest: null, trashed: [], lastIndex: 0 })).toBe(3)
})
