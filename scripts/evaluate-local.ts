/**
 * Compares the local evaluator with the labelled images: precision and recall per defect, false flags, colour and style. The model was
 * trained with the images of styles/; scripts/train-style.ts prints unbiased figures for style. Usage: node scripts/evaluate-local.ts
 */
import { basename } from 'node:path'
import type { Assessment } from '../src/main/domain/assessment.ts'
import { isInGreys } from '../src/main/domain/greys.ts'
import { subjectIsPhotographed } from '../src/main/domain/judge.ts'
import { isUnreadable } from '../src/main/domain/measures.ts'
import type { Style } from '../src/main/domain/style.ts'
import { requireData } from './labelled-images.ts'
import { EXPECTED, judgedActors, judgedStyles, measuredActors } from './quality/judged.ts'
import { falseFlags } from './style/false-flags.ts'
import { heldBack } from './style/held-back.ts'

requireData()
const actors = await measuredActors()
const judged = judgedActors(actors)
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

const alone = await judgedStyles()
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
const held = heldBack(alone.map(({ source }) => source))
for (const [title, sources] of [
  ['sources that thresholds were chosen by', alone.filter(({ source }) => !held.has(source))],
  ['sources held back', alone.filter(({ source }) => held.has(source))],
] as const) {
  const grey = sources.flatMap(({ measured, style }) =>
    !isUnreadable(measured) && measured.monochrome ? [{ style, thumbnail: measured.thumbnail }] : [],
  )
  for (const [style, of] of Map.groupBy(grey, (image) => image.style))
    console.log(
      `without colour and all greys, ${title}: ${style} ${percent(
        of.filter(({ thumbnail }) => isInGreys(thumbnail)),
        of,
      )}`,
    )
}
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
