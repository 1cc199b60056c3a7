/**
 * Trains the model that distinguishes drawings from photographs: writes resources/evaluator/style.onnx, the predictions of models without
 * each source (test/unit/evaluation/left-out.json) and docs/style-model.md. Usage: npm run train:style [-- --dry-run]
 */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { inParallel } from '../src/main/kit/in-parallel.ts'
import { requireData, styleImages } from './labelled-images.ts'
import { calibrate, type Calibration, probability } from './style/calibration.ts'
import { glanceAt } from '../src/main/evaluation/local/glance.ts'
import { type Features, featuresOf, smallCopy } from './style/features.ts'
import { accuracy, type LeftOut, macroF1, precisionAndRecall, sureness } from './style/figures.ts'
import { heldBack } from './style/held-back.ts'
import { eigenvectors } from './style/matrix.ts'
import { type Head, networkFile } from './style/network.ts'
import { backbone } from './style/pretrained.ts'
import { rangesOf } from './style/ranges.ts'
import { type Example, type Fit, fit, leftOut, weightsOfFit } from './style/ridge.ts'
import { LEFT_OUT } from './style/left-out.ts'
import { styleReport } from './style/report.ts'
import { libraries, sortingFigures } from './style/sorting.ts'
import { hardSplits } from './style/splits.ts'

const ROOT = join(import.meta.dirname, '..')
const COMPONENTS = 24
/** One image in this many is used to measure the ranges of the network's results. */
const RANGE_STEP = 7
const round = (value: number, digits = 3): number => Number(value.toFixed(digits))

requireData()
const images = styleImages()
const held = heldBack(images.map(({ source }) => source))
const pretrained = backbone()
const some = images.filter(({ source }, i) => !held.has(source) && i % RANGE_STEP === 0)
const ranges = await rangesOf(
  pretrained,
  await inParallel(some, 1, async ({ file }) => glanceAt(await smallCopy(file))),
)
const files = images.map(({ file }) => file)
const headless = networkFile(pretrained, ranges, null)
const examples = examplesOf(await featuresOf(files, headless))
const softened = examplesOf(await featuresOf(files, headless, true))

/** The data for choosing parameters: sources left out one at a time, without those held back. */
const chosen = images.flatMap(({ source }, i) => (held.has(source) ? [] : [i]))
const partial = fitTo(chosen)
const partialScores = leftOut(partial, ({ source }) => source)
const partialCalibration = calibrate(partialScores, partial.originals)
const development = said(chosen, partialScores, partialCalibration)

const kept = images.flatMap(({ source }, i) => (held.has(source) ? [i] : []))
const unseen = said(kept, kept.map(scorerOf(partial)), partialCalibration)

/** The shipped model, trained on all images. */
const whole = fitTo([...images.keys()])
const scores = leftOut(whole, ({ source }) => source)
const calibration = calibrate(scores, examples)
const all = said([...images.keys()], scores, calibration)

/** Predictions by models that were trained on nothing similar. */
const hard = hardSplits(images).map(({ name, trainedWith, asked }) => {
  const model = fitTo(trainedWith)
  const by = calibrate(
    leftOut(model, ({ source }) => source),
    model.originals,
  )
  return { name, asked, images: said(asked, asked.map(scorerOf(model)), by) }
})

for (const [name, of] of Object.entries({ development, unseen, all })) {
  const { coverage, accuracy: sure } = sureness(of)
  console.log(
    `${name}: ${of.length} images, macro-F1 ${macroF1(of).toFixed(3)}, right ${accuracy(of).toFixed(3)}, sure of ${coverage.toFixed(3)}, right when sure ${sure.toFixed(3)}`,
  )
  console.log(`  photographs ${JSON.stringify(precisionAndRecall(of, 'photorealistic'))}`)
}
if (!process.argv.includes('--dry-run')) {
  await writeFile(
    join(ROOT, 'resources/evaluator/style.onnx'),
    networkFile(pretrained, ranges, headOf(whole, calibration)),
  )
  const signatures = signaturesOf(whole)
  const byOlder = new Map(hard[0]?.asked.map((i, k) => [i, hard[0]?.images[k]?.drawn] as const))
  const rows = all.map((image, i) => ({
    ...image,
    drawn: round(image.drawn, 4),
    ...(byOlder.has(i) && { byOlder: round(byOlder.get(i) ?? 0.5, 4) }),
    signature: signatures[i]!.map((value) => round(value)),
  }))
  await writeFile(LEFT_OUT, `[\n${rows.map((row) => JSON.stringify(row)).join(',\n')}\n]\n`)
  const sorting = sortingFigures(libraries(200))
  await writeFile(join(ROOT, 'docs/style-model.md'), styleReport({ development, unseen, all, hard, sorting }))
}

function examplesOf(features: readonly Features[]): readonly Example[] {
  return images.map(({ style, source }, i) => ({
    features: features[i]!.values,
    monochrome: features[i]!.monochrome,
    drawn: style !== 'photorealistic',
    source,
  }))
}

function fitTo(indices: readonly number[]): Fit {
  return fit(
    indices.map((i) => examples[i]!),
    indices.map((i) => softened[i]!),
  )
}

function said(indices: readonly number[], of: readonly number[], by: Calibration): LeftOut[] {
  return indices.map((i, k) => ({
    source: images[i]!.source,
    style: images[i]!.style,
    monochrome: examples[i]!.monochrome,
    drawn: probability(by, of[k]!),
  }))
}

/** Returns a function that scores an image with a model trained without it. */
function scorerOf(model: Fit): (i: number) => number {
  const { weights, bias } = weightsOfFit(model)
  return (i) => {
    const { features: values, monochrome } = examples[i]!
    return values.reduce((sum, value, k) => {
      const standard = Math.max(-3, Math.min(3, (value - model.mean[k]!) / model.scale[k]!))
      return sum + standard * weights[2 * k + (monochrome ? 0 : 1)]!
    }, bias)
  }
}

/** Returns signatures as the network computes them, with the projection in half precision. */
function signaturesOf(model: Fit): number[][] {
  const projection = projectionOf(model)
  const { columns, data } = model.standard
  return model.originals.map((_, i) =>
    Array.from({ length: COMPONENTS }, (__, c) => {
      let sum = 0.5
      for (let k = 0; k < columns; k++) sum += data[i * columns + k]! * projection[k * COMPONENTS + c]!
      return Math.max(0, Math.min(1, sum))
    }),
  )
}

function headOf(model: Fit, { slope, offset }: Calibration): Head {
  const { weights, bias } = weightsOfFit(model)
  const logit = slope * bias + offset
  return {
    mean: model.mean,
    scale: model.scale,
    weights: Float32Array.from(weights, (value) => value * slope),
    bias: [logit, logit],
    projection: projectionOf(model),
  }
}

/**
 * Returns a projection onto the principal components, scaled so that three deviations of the first reach from the middle to the end of
 * 0..1.
 */
function projectionOf({ standard, products }: Fit): Float32Array {
  const { rows, columns, data } = standard
  const components = eigenvectors(products, COMPONENTS)
  const deviation = Math.sqrt(components[0]!.value / rows)
  const projection = new Float32Array(columns * COMPONENTS)
  for (const [c, { value, vector }] of components.entries())
    for (let k = 0; k < columns; k++) {
      let sum = 0
      for (let i = 0; i < rows; i++) sum += data[i * columns + k]! * vector[i]!
      projection[k * COMPONENTS + c] = sum / Math.sqrt(value) / (6 * deviation)
    }
  return projection
}
