import { basename, join } from 'node:path'
import type { Assessment } from '../../src/main/domain/assessment.ts'
import type { IssueKey } from '../../src/main/domain/issue-kinds.ts'
import { judge } from '../../src/main/domain/judge.ts'
import { createEye } from '../../src/main/evaluation/local/eye.ts'
import { createMeasure } from '../../src/main/evaluation/local/measure.ts'
import { inParallel } from '../../src/main/kit/in-parallel.ts'
import { actorFiles, styleImages } from '../labelled-images.ts'

/** Accepted answers per defect: a mirrored copy is a near duplicate, and so is every resized one. */
export const EXPECTED: Readonly<Record<string, readonly IssueKey[]>> = {
  exact: ['exact_duplicate'],
  resize: ['near_duplicate'],
  recompress: ['near_duplicate'],
  flip: ['near_duplicate'],
  grayscale: ['near_duplicate'],
  blur: ['blur'],
  dark: ['dark'],
  overexposed: ['overexposed'],
  lowres: ['low_resolution'],
  symmetric: ['symmetry'],
  truncated: ['unreadable'],
  zero: ['unreadable'],
  text: ['unreadable'],
}

const measureWith = createMeasure(createEye())
const modelFile = join(import.meta.dirname, '../../resources/evaluator/style.onnx')
const measure = ({ file }: { readonly file: string }) => measureWith({ file, modelFile })

export const measuredActors = () => inParallel(actorFiles(), 2, async (file) => ({ ...file, ...(await measure(file)) }))

/** Returns the training images of the actors, assessed set by set as in the app. */
export function judgedActors(actors: Awaited<ReturnType<typeof measuredActors>>) {
  const opinions = new Map<string, Assessment>()
  for (const [actor, files] of Map.groupBy(actors, ({ actor }) => actor)) {
    const training = files.filter(({ name }) => !name.startsWith('base_image'))
    const base = files.find((file) => !training.includes(file))?.measured ?? null
    for (const [name, opinion] of judge(
      training.map((file) => ({ ...file, filename: basename(file.name) })),
      { base, taught: [] },
    ))
      opinions.set(`${actor} ${name}`, opinion)
  }
  return actors.flatMap((file) => {
    const opinion = opinions.get(`${file.actor} ${basename(file.name)}`)
    return opinion ? [{ ...file, opinion }] : []
  })
}

/** Returns the images of styles/, each assessed alone. */
export async function judgedStyles() {
  const styles = await inParallel(styleImages(), 2, async (image) => ({ ...image, ...(await measure(image)) }))
  return styles.map((image) => ({ ...image, opinion: judge([{ ...image, filename: 'x' }]).get('x')! }))
}
