import { percentSeen } from '../domain/training/repeats.ts'
import { adviseSteps, stepsPerEpoch } from '../domain/training/steps.ts'
import type { TrainerFormat } from './formats/format.ts'
import type { Layout } from './records.ts'

const NAMES: Readonly<Record<string, string>> = {
  photorealistic: 'photorealistic',
  bw_stylized: 'black and white',
  color_stylized: 'colour',
  unsorted: 'without a style',
}

/** Returns a README for people who find the folder: its content, the command that starts the training, and how long to train. */
export function readmeOf(layout: Layout, format: TrainerFormat): string {
  const { subsets, trigger, classWord, settings, name } = layout
  const images = subsets.reduce((sum, subset) => sum + subset.images.length, 0)
  const advice = adviseSteps(images)
  const counted = subsets.map((subset) => ({ images: subset.images.length, repeats: subset.repeats }))
  const perEpoch = stepsPerEpoch(counted, settings.batchSize)
  const percent = percentSeen(counted)
  const rows = subsets.map(
    (subset, i) =>
      `| ${NAMES[subset.style] ?? subset.style} | ${subset.images.length} | ${subset.repeats} | ${percent[i]} % |`,
  )
  return `# ${name} for ${format.title}

${images} images with captions, trigger word \`${trigger}\`, one ${classWord}.

    ${format.command(layout)}

| style | images | repeats | share of what is seen |
|---|---|---|---|
${rows.join('\n')}

- ${advice.steps} steps at batch size ${settings.batchSize} (${Math.max(1, Math.ceil(advice.steps / Math.max(1, perEpoch)))} epochs of ${perEpoch}): ${advice.why}.
- Resolution ${settings.resolution}.
${format
  .notes(layout)
  .map((note) => `- ${note}`)
  .join('\n')}

Made with Evencast. \`evencast.lock.json\` holds what this set was made from: export the library again to this folder to bring it up to
date, and run \`evencast export check . --for ${format.name}\` to check it.
`
}
