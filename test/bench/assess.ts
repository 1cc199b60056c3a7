import { join } from 'node:path'
import sharp from 'sharp'
import { testCore } from '../support/core.ts'
import { temporaryFolder, writeLibrary } from '../support/library.ts'
import { inFlight, ratio, type Section, timed } from './measure.ts'

const ACTORS = ['alice', 'bob', 'carol', 'dave']
const IMAGES = 40

export const assess: Section = {
  name: 'assess',
  async run(say) {
    await using folder = await temporaryFolder()
    const library = join(folder.path, 'library')
    await writeLibrary(library, { actors: ACTORS, images: IMAGES })
    const files = ACTORS.flatMap((actor) =>
      Array.from({ length: IMAGES }, (_, image) =>
        join(library, 'actors', actor, 'training_data', `${actor}_${image + 1}.jpg`),
      ),
    )
    const decoding = await timed(() => inFlight(files, 2, (file) => sharp(file).raw().toBuffer()))
    await using core = await testCore(join(folder.path, 'config'))
    const opened = await core.open(library)
    const planned = await timed(() => opened.plan('all'))
    const again = await timed(() => opened.plan('all', { fresh: true }))
    const perSecond = (ms: number) => `${Math.round((files.length / ms) * 1000)}/s`
    say(`${files.length} images of 640 px: decoding alone ${perSecond(decoding.ms)}`)
    say(`  assessed and planned ${perSecond(planned.ms)}, ${ratio(planned.ms, decoding.ms)} its time`)
    say(`  again, nothing new ${perSecond(again.ms)}, ${ratio(again.ms, planned.ms)} the time of the first pass`)
  },
}
