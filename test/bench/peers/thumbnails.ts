import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { THUMB_ENCODING } from '../../../src/main/media/draw-thumbnail.ts'
import { createThumbnails } from '../../../src/main/media/thumbnails.ts'
import { writeLibrary } from '../../support/library.ts'
import { missing } from '../../support/s3/packages.ts'
import { inFlight, timed } from '../measure.ts'
import { pairs, processSeconds } from './pairs.ts'
import type { Peer } from './table.ts'

const IMAGES = 240
const AT_ONCE = 8

/** Makes, stores and serves thumbnails of 640-px photographs, compared with a bare loop over the same library and a libvips program. */
export const thumbnailsPeer: Peer = {
  work: 'thumbnails',
  needs: {},
  async measure({ folder, count, note }) {
    const library = join(folder, 'thumbnails')
    await writeLibrary(library, { actors: ['alice'], images: IMAGES })
    const dir = join(library, 'actors/alice/training_data')
    const files = Array.from({ length: IMAGES }, (_, n) => join(dir, `alice_${n + 1}.jpg`))
    const cacheDir = join(folder, 'cache')
    const ours = async (): Promise<number> => {
      await rm(cacheDir, { recursive: true, force: true })
      const thumbnails = createThumbnails({ cacheDir })
      const { ms } = await timed(() =>
        inFlight(files, AT_ONCE, async (file) => {
          if (!(await thumbnails.get({ file, version: '', sha256: null }, 256)))
            throw new Error(`no thumbnail of ${file}`)
        }),
      )
      return ms / 1000
    }
    const loop = async (): Promise<number> => {
      const { ms } = await timed(() =>
        inFlight(files, AT_ONCE, (file) =>
          sharp(file).autoOrient().resize(256, 256, { fit: 'inside' }).webp(THUMB_ENCODING).toBuffer(),
        ),
      )
      return ms / 1000
    }
    const what = `${IMAGES} thumbnails of 640-px sources, made and stored`
    const bare = {
      what,
      peer: 'bare sharp loop, same encoding, nothing stored',
      ...(await pairs(count, ours, loop)),
      target: 1.05,
      profile:
        'Thumbnails: what is above the bare loop is asking for the size and time of the file, and writing the thumbnail to a folder of its own. Hottest before: starting libvips, garbage, and making all folders of the cache; now: starting libvips, garbage, and writing.',
    }
    const why = await missing({ vipsthumbnail: 'libvips-tools' })
    if (why !== null) {
      note(`Not measured beside vipsthumbnail, which ${why}.`)
      return [bare]
    }
    const out = join(folder, 'vips')
    await mkdir(out, { recursive: true })
    const encoding = `Q=${THUMB_ENCODING.quality},reduction-effort=${THUMB_ENCODING.effort}`
    const vips = () =>
      processSeconds('vipsthumbnail', ['--size', '256x256', '-o', `${out}/%s.webp[${encoding}]`, ...files])
    return [bare, { what, peer: 'vipsthumbnail', ...(await pairs(count, ours, vips)), target: 1 / 1.3 }]
  },
}
