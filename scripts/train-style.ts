/**
 * Trains the model that tells drawings from photographs and writes it to src/main/evaluation/local/drawn-model.ts.
 * Usage: node scripts/train-style.ts [--dry-run]
 */
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { toChroma } from '../src/main/evaluation/local/chroma.ts'
import { decode } from '../src/main/evaluation/local/decode.ts'
import { pictureMask } from '../src/main/evaluation/local/page.ts'
import { features, texture } from '../src/main/evaluation/local/texture.ts'
import { calibrationSlope, type Example, fit, leaveSourcesOut } from './fit-logistic.ts'
import { requireData, styleImages } from './labelled-images.ts'

const PENALTY = 20
const MODEL = join(import.meta.dirname, '../src/main/evaluation/local/drawn-model.ts')

requireData()
const examples: Example[] = []
for (const { file, style, source } of styleImages()) {
  const decoded = await decode(await readFile(file))
  if ('unreadable' in decoded) throw new Error(`${file}: ${decoded.unreadable}`)
  const colours = toChroma(decoded.small)
  const seen = texture(colours.luma, pictureMask(colours))
  if (seen === null) console.log(`nothing to see in ${file}`)
  else examples.push({ features: features(seen), label: style === 'photorealistic' ? 0 : 1, source })
}

const logits = leaveSourcesOut(examples, PENALTY)
const slope = calibrationSlope(logits, examples)
report()

const trained = fit(examples, PENALTY)
const model = { ...trained, weights: trained.weights.map((weight) => weight * slope), bias: trained.bias * slope }
if (!process.argv.includes('--dry-run')) await writeFile(MODEL, toSource())

function report(): void {
  const right = (i: number): boolean => logits[i]! > 0 === (examples[i]!.label === 1)
  const all = [...examples.keys()]
  const share = (of: number[]): string =>
    `${of.filter(right).length} of ${of.length} (${((100 * of.filter(right).length) / of.length).toFixed(1)} %)`
  const sources = [...new Set(examples.map(({ source }) => source))]
  console.log(
    `${examples.length} images, ${sources.length} sources; each judged by a model that saw none of its source:`,
  )
  for (const source of sources)
    for (const label of [0, 1]) {
      const of = all.filter((i) => examples[i]!.source === source && examples[i]!.label === label)
      if (of.length > 0)
        console.log(`  ${label === 1 ? 'drawn ' : 'photo '} ${source.slice(0, 60).padEnd(60)} ${share(of)}`)
    }
  console.log(
    `all ${share(all)} · photographs ${share(all.filter((i) => examples[i]!.label === 0))} · drawings ${share(all.filter((i) => examples[i]!.label === 1))}`,
  )
  console.log(`calibration slope ${slope.toFixed(2)}; when unsure below a margin:`)
  for (const margin of [0, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4]) {
    const sure = all.filter((i) => Math.abs(1 / (1 + Math.exp(-slope * logits[i]!)) - 0.5) >= margin)
    console.log(
      `  ${margin.toFixed(2)}: sure of ${((100 * sure.length) / all.length).toFixed(0)} %, right ${share(sure)}`,
    )
  }
}

function toSource(): string {
  const list = (values: readonly number[]): string =>
    `[${values.map((value) => Number(value.toPrecision(5))).join(', ')}]`
  return `import type { LogisticModel } from './logistic.ts'

/** Written by scripts/train-style.ts from ${examples.length} labelled images; do not edit by hand. */
export const DRAWN_MODEL: LogisticModel = {
  mean: ${list(model.mean)},
  scale: ${list(model.scale)},
  weights: ${list(model.weights)},
  bias: ${Number(model.bias.toPrecision(5))},
}
`
}
