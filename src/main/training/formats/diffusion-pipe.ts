import { DIFFUSION_PIPE_EXPORT } from '../../domain/bucket/trainer-cut.ts'
import { checkDiffusionPipe } from '../check/diffusion-pipe.ts'
import type { Layout } from '../records.ts'
import type { TrainerFormat } from './format.ts'
import { folderOf, tomlText, tomlTable } from './texts.ts'

function datasetToml(layout: Layout): string {
  const { settings, subsets, root } = layout
  const head = tomlTable(`resolutions = [${settings.resolution}]`, {
    enable_ar_bucket: true,
    min_ar: DIFFUSION_PIPE_EXPORT.minRatio.toFixed(1),
    max_ar: DIFFUSION_PIPE_EXPORT.maxRatio.toFixed(1),
    num_ar_buckets: DIFFUSION_PIPE_EXPORT.count,
    frame_buckets: [1],
  }).replaceAll(/"([\d.]+)"/g, '$1')
  const directories = subsets.map((subset) =>
    tomlTable('[[directory]]', {
      path: folderOf(layout, subset),
      num_repeats: subset.repeats,
      mask_path: layout.masked.has(subset.dir) ? `${root}/masks/${subset.dir}` : undefined,
    }),
  )
  return `${[head, ...directories].join('\n\n')}\n`
}

export const diffusionPipe: TrainerFormat = {
  name: 'diffusion-pipe',
  title: 'diffusion-pipe',
  pack: 'subsets',
  masks: 'folder',
  sidecars: true,
  images: { least: 1, most: null },
  mostPixels: null,
  texts: (layout) => [{ name: 'dataset.toml', text: datasetToml(layout) }],
  command: () => 'deepspeed --num_gpus=1 train.py --deepspeed --config CONFIG.toml',
  // It counts epochs unless it is given a number of steps, and `examples/main_example.toml` sets 1000 epochs.
  notes: ({ root, steps, settings }) => [
    `In CONFIG.toml, one of diffusion-pipe's examples with your model, write: dataset = ${tomlText(`${root}/dataset.toml`)}`,
    `There as well: max_steps = ${steps} and micro_batch_size_per_gpu = ${settings.batchSize}`,
    'diffusion-pipe opens every other file of an image folder as an image: keep these folders as they are.',
    'On Windows it reads captions in the encoding of the system: keep them in plain letters there.',
  ],
  check: checkDiffusionPipe,
}
