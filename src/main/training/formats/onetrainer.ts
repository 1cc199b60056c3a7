import { checkOneTrainer } from '../check/onetrainer.ts'
import type { Layout } from '../records.ts'
import type { TrainerFormat } from './format.ts'
import { asciiJson, folderOf, jsonText } from './texts.ts'

/** Version of a concept; without it OneTrainer runs its oldest migrations on every concept. */
const CONCEPT_VERSION = 2

function conceptsOf(layout: Layout): readonly unknown[] {
  const concept = (name: string, path: string, type: string, repeats: number, seed: number) => ({
    __version: CONCEPT_VERSION,
    name,
    path,
    seed,
    enabled: true,
    type,
    include_subdirectories: false,
    image_variations: 1,
    text_variations: 1,
    balancing: repeats,
    balancing_strategy: 'REPEATS',
    loss_weight: 1,
    image: {
      enable_crop_jitter: false,
      enable_random_flip: false,
      // Without the override the preset's resolution applies, which is 512 in many (`AspectBucketing.py`).
      enable_resolution_override: true,
      resolution_override: String(layout.settings.resolution),
    },
    text: { prompt_source: 'sample', enable_tag_shuffling: false, tag_delimiter: ',', keep_tags_count: 1 },
  })
  const { regularisation } = layout.settings
  return [
    ...layout.subsets.map((subset, i) =>
      concept(`${layout.name} ${subset.style}`, folderOf(layout, subset), 'STANDARD', subset.repeats, i + 1),
    ),
    ...(regularisation ? [concept(layout.classWord, regularisation, 'PRIOR_PREDICTION', 1, 0)] : []),
  ]
}

export const oneTrainer: TrainerFormat = {
  name: 'onetrainer',
  title: 'OneTrainer',
  pack: 'subsets',
  masks: 'masklabel',
  sidecars: true,
  images: { least: 1, most: null },
  mostPixels: null,
  texts: (layout) => [{ name: 'concepts.json', text: asciiJson(conceptsOf(layout)) }],
  command: () => 'python scripts/train.py --config-path=PRESET.json',
  // The file is read when the preset itself contains no `concepts` (`_create_mgds` of `DataLoaderMgdsMixin.py`).
  notes: ({ root, masked, settings }) => [
    `Run it in the folder of OneTrainer. In PRESET.json, one of its presets, write: "concept_file_name": ${jsonText(`${root}/concepts.json`)}`,
    'In its window instead: copy concepts.json to training_concepts under a name of its own, and choose it on the Concepts tab.',
    ...(masked.size > 0
      ? ['Turn on Masked Training (masked_training in the preset): without it the masks are not read.']
      : []),
    ...(settings.regularisation
      ? ['Regularisation images without a .txt beside them are trained without a caption.']
      : []),
    'OneTrainer drops what is left over of each bucket at the end of an epoch: with a batch size of 1 nothing is.',
  ],
  check: checkOneTrainer,
}
