/**
 * Measures how well damage is found, compared with CleanVision; writes docs/quality.md. Usage: npm run measure:quality [-- --cleanvision
 * PYTHON]
 */
import { writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { parseArgs } from 'node:util'
import { isUnreadable } from '../src/main/domain/measures.ts'
import { THRESHOLDS } from '../src/main/domain/thresholds.ts'
import { requireData } from './labelled-images.ts'
import { besideCleanVision } from './quality/beside.ts'
import { askCleanVision, keptFlags } from './quality/cleanvision.ts'
import { besideReferences } from './quality/references.ts'
import { EXPECTED, judgedActors, judgedStyles, measuredActors } from './quality/judged.ts'
import { falseFlags } from './style/false-flags.ts'

const { cleanvision } = parseArgs({ options: { cleanvision: { type: 'string' } } }).values
requireData()
const actors = judgedActors(await measuredActors())
const styles = await judgedStyles()
if (cleanvision !== undefined)
  await askCleanVision(cleanvision, [
    ...[...Map.groupBy(actors, ({ actor }) => actor).values()].map((of) => of.map(({ file }) => file)),
    styles.map(({ file }) => file),
  ])

const keysOf = ({ opinion }: (typeof actors)[number]): readonly string[] => opinion.issues.map(({ key }) => key)
const rows = [
  ...Map.groupBy(
    actors.filter(({ defect }) => defect !== ''),
    ({ defect }) => defect,
  ),
].map(([defect, files]) => {
  const expected: readonly string[] = EXPECTED[defect] ?? []
  const missed = files.filter((file) => !keysOf(file).some((key) => expected.includes(key)))
  return `| ${defect} | ${expected.join(', ')} | ${files.length - missed.length} of ${files.length} | ${missed.map(({ name }) => basename(name)).join(', ')} |`
})
const undamaged = actors.filter(({ defect }) => defect === '')
const named = (files: typeof undamaged): string =>
  files.map((file) => `${basename(file.name)} (${keysOf(file).join(', ')})`).join(', ') || 'none'
const flagged = undamaged.filter(({ opinion }) => opinion.verdict !== 'keep')
const repeats = flagged.filter((file) => keysOf(file).every((key) => key.endsWith('_duplicate')))
const faults = flagged.filter((file) => !repeats.includes(file))
const byStyle = await falseFlags(
  styles.flatMap(({ measured, ...image }) => (isUnreadable(measured) ? [] : [{ ...image, measured }])),
)
const { longSide, sharpness } = THRESHOLDS
const limit = (name: string, of: typeof longSide | typeof sharpness): string =>
  `| ${name} | ${of.photorealistic} | ${of.bw_stylized} | ${of.color_stylized} | ${of.reject} |`

await writeFile(
  join(import.meta.dirname, '../docs/quality.md'),
  `# Quality flags

Written by \`npm run measure:quality\`; do not edit by hand.

Images of seven actors, some of which were damaged on purpose, judged set by set:

| damage | expected | found | missed |
|---|---|---|---|
${rows.join('\n')}

Of ${undamaged.length} undamaged ones ${faults.length} are flagged for their quality: ${named(faults)}. ${repeats.length} more are flagged because they repeat another
image of the set: ${named(repeats)}.

## Limits by style

Below these an image is reviewed, below the last one rejected. What is judged by: what the image looks like.

| | photograph | drawing without colour | drawing in colour | rejected |
|---|---|---|---|---|
${limit('long side, px', longSide)}
${limit('sharpness', sharpness)}

They were chosen with four fifths of ${new Set(styles.map(({ source }) => source)).size} sources and looked at with the fifth held back. Undamaged images flagged, the
sharpness and the size that one in a hundred of them lies below, and damage that is found:

\`\`\`
${byStyle.map((line) => line.trim()).join('\n')}
\`\`\`

### Beside the limits of others

What others publish, and the share of the same undamaged images that each would flag. Theirs do not ask what an image looks like; sharpness is
measured alike (variances of the Laplacian in 8×8 tiles, their 90th percentile), brightness nearly so.

| measure | limit of | value | photographs | drawings without colour | drawings in colour |
|---|---|---|---|---|---|
${besideReferences(styles.flatMap(({ measured }) => (isUnreadable(measured) ? [] : [measured])))}

${besideCleanVision(
  actors,
  styles.map((image) => ({ ...image, defect: '' })),
  keptFlags(),
)}`,
)
