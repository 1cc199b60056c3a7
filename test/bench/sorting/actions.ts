import { actorFiles, styleImages } from '../../../scripts/labelled-images.ts'
import { HELPS, libraries, sortingFigures } from '../../../scripts/style/sorting.ts'
import { drawnGiven } from '../../../src/main/domain/style-guess.ts'
import { isUnreadable } from '../../../src/main/domain/measures.ts'
import { inParallel } from '../../../src/main/kit/in-parallel.ts'
import { measure } from '../../support/measure.ts'
import { BLIND, eyeOf, type PretrainedEye } from './eye.ts'
import { actionsToSort, type Picture } from './simulate.ts'

const LIBRARIES = 200

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`

/**
 * Counts actions until everything is in its lane, on libraries from sources that the model was not trained on and on the labelled actors.
 */
export async function sayActions(say: (line: string) => void, pack: string | undefined): Promise<void> {
  const { kinds, see } = pack === undefined ? BLIND : await eyeOf(pack)
  const shows = await see(styleImages().map(({ file }) => file))
  if (pack !== undefined) say(`with the pretrained network for pictures of ${pack}`)
  say(`actions to sort ${LIBRARIES} libraries of unseen sources, as a share of the images:`)
  for (const [help, share] of Object.entries(sortingFigures(libraries(LIBRARIES, shows), kinds).shares))
    say(`  ${help}: ${percent(share)}`)
  say('actions to sort each actor, by the same helps:')
  for (const [actor, pictures] of await actors(see))
    say(
      `  ${actor}, ${pictures.length} images: ${Object.values(HELPS)
        .map((help) => actionsToSort(pictures, help, kinds))
        .join(' · ')}`,
    )
}

/** Returns the undamaged images of each actor, measured relative to their base image. */
async function actors(see: PretrainedEye['see']): Promise<ReadonlyMap<string, readonly Picture[]>> {
  const files = await inParallel(
    actorFiles().filter(({ defect }) => defect === ''),
    2,
    async (file) => ({ ...file, ...(await measure(file)) }),
  )
  const shows = await see(files.map(({ file }) => file))
  const seen = files.map((file, i) => ({ ...file, shows: shows[i] }))
  return new Map(
    [...Map.groupBy(seen, ({ actor }) => actor)].map(([actor, of]) => {
      const base = of.find(({ name }) => name.startsWith('base_image'))?.measured ?? null
      return [
        actor,
        of.flatMap(({ name, style, measured, shows: vector }) =>
          name.startsWith('base_image') || style === null || isUnreadable(measured)
            ? []
            : [{ ...measured, drawn: drawnGiven(measured.drawn, base), name, truth: style, shows: vector }],
        ),
      ]
    }),
  )
}
