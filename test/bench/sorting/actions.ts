import { actorFiles } from '../../../scripts/labelled-images.ts'
import { HELPS, libraries, sortingFigures } from '../../../scripts/style/sorting.ts'
import { drawnGiven } from '../../../src/main/domain/style-guess.ts'
import { isUnreadable } from '../../../src/main/domain/measures.ts'
import { inParallel } from '../../../src/main/kit/in-parallel.ts'
import { measure } from '../../support/measure.ts'
import { actionsToSort, type Picture } from './simulate.ts'

const LIBRARIES = 200

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`

/** Actions until everything is in its lane, on libraries whose sources the model has not seen and on the labelled actors. */
export async function sayActions(say: (line: string) => void): Promise<void> {
  say(`actions to sort ${LIBRARIES} libraries of unseen sources, as a share of the images:`)
  for (const [help, share] of Object.entries(sortingFigures(libraries(LIBRARIES)).shares))
    say(`  ${help}: ${percent(share)}`)
  say('actions to sort each actor, by the same helps:')
  for (const [actor, pictures] of await actors())
    say(
      `  ${actor}, ${pictures.length} images: ${Object.values(HELPS)
        .map((help) => actionsToSort(pictures, help))
        .join(' · ')}`,
    )
}

/** The undamaged images of each actor, as they are judged beside their base image. */
async function actors(): Promise<ReadonlyMap<string, readonly Picture[]>> {
  const files = await inParallel(
    actorFiles().filter(({ defect }) => defect === ''),
    2,
    async (file) => ({ ...file, ...(await measure(file)) }),
  )
  return new Map(
    [...Map.groupBy(files, ({ actor }) => actor)].map(([actor, of]) => {
      const base = of.find(({ name }) => name.startsWith('base_image'))?.measured ?? null
      return [
        actor,
        of.flatMap(({ name, style, measured }) =>
          name.startsWith('base_image') || style === null || isUnreadable(measured)
            ? []
            : [{ ...measured, drawn: drawnGiven(measured.drawn, base), name, truth: style }],
        ),
      ]
    }),
  )
}
