import { checkSimpleTuner } from '../check/simpletuner.ts'
import type { Layout } from '../records.ts'
import type { TrainerFormat } from './format.ts'
import { asciiJson, folderOf, shellWord } from './texts.ts'

function backendsOf(layout: Layout): readonly unknown[] {
  const { name, root, settings } = layout
  const images = (id: string, dir: string, repeats: number, more: object) => ({
    id,
    type: 'local',
    dataset_type: 'image',
    instance_data_dir: dir,
    caption_strategy: 'textfile',
    metadata_backend: 'discovery',
    resolution: settings.resolution,
    resolution_type: 'pixel_area',
    minimum_image_size: 64,
    crop: false,
    // 0 is once: what others call two repeats is one here.
    repeats: repeats - 1,
    cache_dir_vae: `${root}/cache/vae/${id}`,
    ...more,
  })
  return [
    ...layout.subsets.map((subset) => images(`${name}-${subset.style}`, folderOf(layout, subset), subset.repeats, {})),
    ...(settings.regularisation
      ? [images(`${name}-regularisation`, settings.regularisation, 1, { is_regularisation_data: true })]
      : []),
    { id: `${name}-text`, type: 'local', dataset_type: 'text_embeds', default: true, cache_dir: `${root}/cache/text` },
  ]
}

export const simpleTuner: TrainerFormat = {
  name: 'simpletuner',
  title: 'SimpleTuner',
  pack: 'subsets',
  masks: 'none',
  sidecars: true,
  images: { least: 1, most: null },
  mostPixels: null,
  texts: (layout) => [{ name: 'multidatabackend.json', text: asciiJson(backendsOf(layout)) }],
  command: ({ root, steps }) =>
    `simpletuner train --data_backend_config=${shellWord(`${root}/multidatabackend.json`)} --max_train_steps=${steps}`,
  notes: () => [
    'The model and everything else come from your own config/config.json.',
    'In SimpleTuner `repeats` counts what comes after the first time: 0 is once.',
  ],
  check: checkSimpleTuner,
}
