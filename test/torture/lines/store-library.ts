import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { z } from 'zod'
import { filesBelow, type Finding, sha256 } from '../checker.ts'
import type { Job, Place } from './jobs.ts'
import type { WebSession } from './web-session.ts'

const LABELLED = ['ann_1.jpg', 'ann_2.jpg']
const TRASHED = 'ann_3.jpg'
const MANIFEST = 'actors/ann/training_data/manifest.json'

const Images = z.array(z.object({ imageId: z.string(), filename: z.string() }))
const Manifest = z.object({
  images: z.array(
    z.object({ filename: z.string(), type: z.string().optional(), classified_by: z.string().optional() }),
  ),
})

/** Returns the library's images and manifests in the bucket, by path. */
async function sentTo({ bucket, prefix }: Place): Promise<ReadonlyMap<string, Uint8Array>> {
  const objects = [...(await bucket.read(`${prefix}/actors/`))]
  return new Map(objects.map(([key, bytes]) => [key.slice(prefix.length + 1), bytes]))
}

const isLabelled = (bytes: Uint8Array | undefined): boolean => {
  const images = bytes ? Manifest.parse(JSON.parse(Buffer.from(bytes).toString())).images : []
  const ours = images.filter(({ filename }) => LABELLED.includes(filename))
  return ours.length === 2 && ours.every((one) => one.type === 'bw_stylized' && one.classified_by === 'human')
}

const TRASHED_KEY = `actors/ann/training_data/${TRASHED}`

async function sortAndDelete(session: WebSession, place: Place): Promise<void> {
  let ids = new Map<string, string>()
  for (let turn = 0; turn < 200; turn++) {
    const images = Images.parse(await session.call('actors/images', { actorId: 'ann' }))
    ids = new Map(images.map(({ filename, imageId }) => [filename, imageId]))
    // An image that an earlier process left only in the bucket has yet to be downloaded.
    const isWhole = ids.has(TRASHED) || !(await sentTo(place)).has(TRASHED_KEY)
    if (isWhole && LABELLED.every((name) => ids.has(name))) break
    await delay(25)
  }
  await session.call('images/classify', { imageIds: LABELLED.map((name) => ids.get(name)), lane: 'bw_stylized' })
  place.acknowledged.add('labels')
  const third = ids.get(TRASHED)
  if (third !== undefined) {
    await session.call('images/trash', { imageIds: [third] })
    place.acknowledged.add('deletion')
  }
  for (let turn = 0; turn < 300; turn++) {
    // Rejects when the host has ended.
    await session.call('library/current')
    const sent = await sentTo(place)
    const isDeleted = !place.acknowledged.has('deletion') || !sent.has(TRASHED_KEY)
    if (isLabelled(sent.get(MANIFEST)) && isDeleted) return
    await delay(50)
  }
  throw new Error('what was changed is not sent')
}

/** Checks that the bucket and its working copy are equal and hold every confirmed change. */
async function isSent(place: Place): Promise<readonly Finding[]> {
  const sent = await sentTo(place)
  const there = new Map([...sent].map(([path, bytes]) => [path, sha256(bytes)]))
  const here = new Map(
    (await filesBelow(join(place.library, 'actors'))).map((file) => [`actors/${file.path}`, file.sha256]),
  )
  const paths = [...new Set([...there.keys(), ...here.keys()])]
  const differing = paths.filter((path) => here.get(path) !== there.get(path))
  const findings = differing.map((path): Finding => ({
    kind: 'disagrees',
    what: `${path} is not the same here and in the bucket`,
  }))
  if (place.acknowledged.has('labels') && !isLabelled(sent.get(MANIFEST)))
    findings.push({ kind: 'lost', what: 'labels that were given are not in the bucket' })
  if (place.acknowledged.has('deletion') && sent.has(TRASHED_KEY))
    findings.push({ kind: 'disagrees', what: `${TRASHED} was deleted and is in the bucket` })
  return findings
}

/** Edits the working copy of a library in a bucket, killed between an edit and its upload. */
export const STORE_LIBRARY: Job = {
  name: 'store library',
  prepare: async ({ command, library }) => command(['status', library]),
  session: sortAndDelete,
  verify: isSent,
  usesBucket: true,
  inStore: true,
  share: 6,
}
