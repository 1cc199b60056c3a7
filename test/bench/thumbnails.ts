import { join } from 'node:path'
import sharp from 'sharp'
import { THUMB_ENCODING } from '../../src/main/media/draw-thumbnail.ts'
import { testCore } from '../support/core.ts'
import { temporaryFolder, writeLibrary } from '../support/library.ts'
import { duration, inFlight, ratio, type Section, timed } from './measure.ts'
import { windowOf } from '../support/window.ts'

const IMAGES = 120
const AT_ONCE = 8

export const thumbnails: Section = {
  name: 'thumbnails',
  async run(say) {
    await using folder = await temporaryFolder()
    const library = join(folder.path, 'library')
    await writeLibrary(library, { actors: ['alice'], images: IMAGES })
    await using core = await testCore(join(folder.path, 'config'))
    const opened = await core.open(library)
    await opened.status()
    const images = windowOf(opened).images('alice')
    const files = images.map((image) => join(library, 'actors/alice/training_data', image.filename))
    const alone = await timed(() =>
      inFlight(files, AT_ONCE, (file) =>
        sharp(file).resize(256, 256, { fit: 'inside' }).webp(THUMB_ENCODING).toBuffer(),
      ),
    )
    const get = async (url: string) => {
      const response = await core.fetch(new Request(new URL(url, 'http://127.0.0.1/')))
      if (response.status !== 200) throw new Error(`${url} answered ${response.status}`)
      await response.arrayBuffer()
    }
    const urls = images.map((image) => image.thumbUrl)
    const made = await timed(() => inFlight(urls, AT_ONCE, get))
    const cached = await timed(() => inFlight(urls, AT_ONCE, get))
    const perSecond = (ms: number) => `${Math.round((images.length / ms) * 1000)}/s`
    say(`${images.length} images of 640 px: sharp alone makes ${perSecond(alone.ms)}`)
    say(`  thumbnails made and served ${perSecond(made.ms)}, ${ratio(made.ms, alone.ms)} its time`)
    say(`  served from the cache ${perSecond(cached.ms)} (${duration(cached.ms / images.length)} each)`)
  },
}
