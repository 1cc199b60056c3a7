/** Measures which modified copies of a picture are found; writes docs/near-duplicates.md. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp, { type Sharp } from 'sharp'
import { judge } from '../src/main/domain/judge.ts'
import { isUnreadable, type Measures } from '../src/main/domain/measures.ts'
import { createEye } from '../src/main/evaluation/local/eye.ts'
import { createMeasure } from '../src/main/evaluation/local/measure.ts'
import { actorFiles, requireData, styleImages } from './labelled-images.ts'
import { heldBack } from './style/held-back.ts'

requireData()

/** One picture in this many of each kind is measured. */
const [ACTORS_STEP, STYLES_STEP, HELD_STEP] = [3, 24, 6]

const part =
  (share: number, across = 0.5, down = 0.5) =>
  (image: Sharp, width: number, height: number): Sharp =>
    image.extract({
      left: Math.round(width * (1 - share) * across),
      top: Math.round(height * (1 - share) * down),
      width: Math.round(width * share),
      height: Math.round(height * share),
    })

const CHANGES: Readonly<Record<string, (image: Sharp, width: number, height: number) => Sharp>> = {
  mirrored: (image) => image.flop(),
  'half the size': (image, width) => image.resize(Math.ceil(width / 2)),
  'without colour': (image) => image.grayscale(),
  'toned brown': (image) => image.grayscale().tint({ r: 220, g: 180, b: 120 }),
  'hues turned by 90°': (image) => image.modulate({ hue: 90 }),
  'hues turned by 180°': (image) => image.modulate({ hue: 180 }),
  'a quarter brighter': (image) => image.modulate({ brightness: 1.25 }),
  'cropped to 90 % of each side': part(0.9),
  'cropped to 80 %': part(0.8),
  'cropped to 80 %, at the left': part(0.8, 0, 0.2),
  'cropped to 70 %': part(0.7),
  'cropped to 60 %': part(0.6),
}

const measureWith = createMeasure(createEye())
const modelFile = join(import.meta.dirname, '../resources/evaluator/style.onnx')
const measuresOf = async (file: string): Promise<Measures | null> => {
  const { measured } = await measureWith({ file, modelFile })
  return isUnreadable(measured) ? null : measured
}

const everyNth = <T>(items: readonly T[], step: number): readonly T[] => items.filter((_, at) => at % step === 0)
const files = [
  ...everyNth(
    actorFiles().filter(({ style, defect }) => style && defect === ''),
    ACTORS_STEP,
  ),
  ...everyNth(styleImages(), STYLES_STEP),
].map(({ file }) => file)
/** Other pictures, from sources that no threshold was chosen with. */
const held = heldBack(styleImages().map(({ source }) => source))
const keptBack = everyNth(
  styleImages().filter(({ file, source }) => held.has(source) && !files.includes(file)),
  HELD_STEP,
).map(({ file }) => file)

const folder = await mkdtemp(join(tmpdir(), 'evencast-copies-'))
const nothing = () => new Map(Object.keys(CHANGES).map((name) => [name, { of: 0, rejected: 0, review: 0 }]))
const found = nothing()
const foundOfOthers = nothing()
const originals: Measures[] = []
for (const file of [...files, ...keptBack]) {
  const original = await measuresOf(file)
  if (!original) continue
  const isKeptBack = keptBack.includes(file)
  if (!isKeptBack) originals.push(original)
  const { data, info } = await sharp(file)
    .autoOrient()
    .flatten({ background: 'white' })
    .png()
    .toBuffer({ resolveWithObject: true })
  for (const [name, change] of Object.entries(CHANGES)) {
    const copy = join(folder, 'copy.jpg')
    await writeFile(copy, await change(sharp(data), info.width, info.height).jpeg({ quality: 86 }).toBuffer())
    const measured = await measuresOf(copy)
    const counts = (isKeptBack ? foundOfOthers : found).get(name)
    if (!measured || !counts) continue
    const judged = [
      ...judge([
        { filename: 'a_1.jpg', sha256: '1', measured: original },
        { filename: 'a_2.jpg', sha256: '2', measured },
      ]).values(),
    ]
    const issue = judged.flatMap(({ issues }) => issues).find(({ key }) => key === 'near_duplicate')
    counts.of++
    if (issue?.verdict === 'reject') counts.rejected++
    if (issue?.verdict === 'review') counts.review++
  }
}
await rm(folder, { recursive: true })

let strangers = 0
let wrong = 0
for (const [at, a] of originals.entries())
  for (const b of originals.slice(0, at)) {
    const images = [a, b].map((measured, n) => ({ filename: `a_${n}.jpg`, sha256: `${at} ${n}`, measured }))
    strangers++
    if ([...judge(images).values()].some(({ issues }) => issues.some(({ key }) => key === 'near_duplicate'))) wrong++
  }

const percent = (n: number, of: number): string => `${((100 * n) / of).toFixed(0)} %`
const share = ({ of, rejected, review } = { of: 0, rejected: 0, review: 0 }): string =>
  percent(rejected + review, of || 1)
const text = `# Near duplicates

Written by \`npm run measure:copies\`; do not edit by hand.

${originals.length} pictures of all kinds, each with changed copies of itself saved as JPEG: photographs, engravings, drawings, paintings, sprites. A
copy that is surely one is rejected; one that may be wanted (without its colour, in other tones, cut out of it, other in a detail) is sent to review.

| changed | found | of these rejected | found of ${keptBack.length} others |
|---|---|---|---|
${[...found].map(([name, counts]) => `| ${name} | ${share(counts)} | ${percent(counts.rejected, counts.rejected + counts.review || 1)} | ${share(foundOfOthers.get(name))} |`).join('\n')}

The others are of sources that are held back when limits are chosen (the same fifth as in style-model.md).

Of ${strangers} pairs of different pictures ${wrong} are called near duplicates: among them sprites that differ in their expression and photographs that are
parts of one another. Parts are looked for in sets of up to 100 images. A drawing in colour and the same one without are two styles, and wanted:
that is why many of those without colour are left alone.
`
await writeFile(join(import.meta.dirname, '../docs/near-duplicates.md'), text)
console.log(text)
