/**
 * Holds the local evaluator against the labelled images: precision and recall per defect, false flags, colour and style.
 * Style figures of styles/ are on images the model was trained with; scripts/train-style.ts prints the honest ones.
 * Usage: node scripts/evaluate-local.ts
 */
import { basename, join } from 'node:path'
import type { Assessment } from '../src/main/domain/assessment.ts'
import type { IssueKey } from '../src/main/domain/issue-kinds.ts'
import { inParallel } from '../src/main/kit/in-parallel.ts'
import { judge, subjectIsPhotographed } from '../src/main/domain/judge.ts'
import { isUnreadable } from '../src/main/domain/measures.ts'
import type { Style } from '../src/main/domain/style.ts'
import { createEye } from '../src/main/evaluation/local/eye.ts'
import { createMeasure } from '../src/main/evaluation/local/measure.ts'
import { actorFiles, requireData, styleImages } from './labelled-images.ts'
import { falseFlags } from './style/false-flags.ts'

/** Any of these is a right answer: a mirrored copy is a near duplicate, and so is every resized one. */
const EXPECTED: Readonly<Record<string, readonly IssueKey[]>> = {
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

requireData()
const measureWith = createMeasure(createEye())
const modelFile = join(import.meta.dirname, '../resources/evaluator/style.onnx')
const measure = ({ file }: { readonly file: string }) => measureWith({ file, modelFile })
const actors = await inParallel(actorFiles(), 2, async (file) => ({ ...file, ...(await measure(file)) }))
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
const judged = actors.flatMap((file) => {
  const opinion = opinions.get(`${file.actor} ${basename(file.name)}`)
  return opinion ? [{ ...file, opinion }] : []
})
const describe = ({ name, opinion }: (typeof judged)[number]): string =>
  `${basename(name)}: ${opinion.issues.map(({ key, verdict, detail }) => `${verdict} ${key} (${detail})`).join('; ') || 'nothing'}`

console.log('defects of the actors, found with their right name:')
const damaged = judged.filter(({ defect }) => defect !== '')
for (const [defect, files] of Map.groupBy(damaged, (file) => file.defect)) {
  const found = files.filter(({ opinion }) => opinion.issues.some(({ key }) => EXPECTED[defect]?.includes(key)))
  console.log(`  ${defect.padEnd(12)} ${found.length} of ${files.length}   ${files.map(describe).join(' | ')}`)
}
const clean = judged.filter(({ defect }) => defect === '')
const flagged = clean.filter(({ opinion }) => opinion.verdict !== 'keep')
const rejected = flagged.filter(({ opinion }) => opinion.verdict === 'reject')
console.log(`undamaged: ${clean.length}, rejected ${rejected.length}, to review ${flagged.length - rejected.length}`)
for (const file of flagged) console.log(`  ${describe(file)}`)

const styles = await inParallel(styleImages(), 2, async (image) => ({ ...image, ...(await measure(image)) }))
const alone = styles.map((image) => ({ ...image, opinion: judge([{ ...image, filename: 'x' }]).get('x')! }))
console.log(`styles/, each alone: ${alone.length}`)
for (const [key, list] of Map.groupBy(
  alone.flatMap((image) => image.opinion.issues.map((issue) => ({ ...issue, file: basename(image.file) }))),
  ({ key, verdict }) => `${verdict} ${key}`,
))
  console.log(
    `  ${key}: ${list.length}   ${list
      .slice(0, 12)
      .map(({ file }) => file)
      .join(' ')}`,
  )

console.log('styles/ by style, as each looks, alone:')
for (const line of await falseFlags(
  alone.flatMap(({ measured, ...image }) => (isUnreadable(measured) ? [] : [{ ...image, measured }])),
))
  console.log(line)

const labelled = [...alone, ...clean].flatMap(({ style, measured, opinion, file }) =>
  style && !isUnreadable(measured) && opinion.guess ? [{ style, measured, guess: opinion.guess, file }] : [],
)
const percent = (part: readonly unknown[], whole: readonly unknown[]): string =>
  `${part.length} of ${whole.length} (${((100 * part.length) / whole.length).toFixed(1)} %)`
const drawings = labelled.filter(({ style }) => style !== 'photorealistic')
console.log(
  `monochrome or colour, drawings: ${percent(
    drawings.filter(({ style, measured }) => measured.monochrome === (style === 'bw_stylized')),
    drawings,
  )}`,
)
confusion('styles/ (trained with)', labelled.slice(0, alone.length))
confusion('actors (not trained with, but for max_und_moritz)', labelled.slice(alone.length))

console.log('base images:')
for (const [actor, files] of Map.groupBy(actors, ({ actor }) => actor)) {
  const base = files.find(({ name }) => name.startsWith('base_image'))
  if (!base || isUnreadable(base.measured)) continue
  const others = files.filter((file) => file !== base).map(({ measured }) => measured)
  const photographed = subjectIsPhotographed(base.measured, others)
  const right = photographed === (base.style === 'photorealistic')
  console.log(
    `  ${right ? 'right' : 'WRONG'} ${actor.padEnd(16)} ${photographed ? 'photographed' : 'drawn'} (drawn ${base.measured.drawn.toFixed(2)})`,
  )
}

function confusion(title: string, images: readonly { style: Style; guess: NonNullable<Assessment['guess']> }[]): void {
  const right = images.filter(({ style, guess }) => style === guess.style)
  const sure = images.filter(({ guess }) => !guess.unsure)
  console.log(
    `${title}: style right ${percent(right, images)}, unsure ${percent(
      images.filter(({ guess }) => guess.unsure),
      images,
    )}`,
  )
  console.log(
    `  when sure right ${percent(
      sure.filter(({ style, guess }) => style === guess.style),
      sure,
    )}`,
  )
  for (const [style, of] of Map.groupBy(images, (image) => image.style)) {
    const guesses = Map.groupBy(of, ({ guess }) => `${guess.style}${guess.unsure ? '?' : ''}`)
    console.log(`  ${style.padEnd(15)} → ${[...guesses].map(([guess, list]) => `${guess} ${list.length}`).join(', ')}`)
  }
}
