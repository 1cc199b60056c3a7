import { shellWord } from '../../kit/shell-word.ts'
import { checkOneTrainer } from '../check/onetrainer.ts'
import type { Layout } from '../records.ts'
import type { TrainerFormat } from './format.ts'
import { asciiJson, folderOf } from './texts.ts'

/** Without it OneTrainer runs its oldest migrations over every concept. */
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
      // Otherwise the preset's resolution counts, which is 512 in many (`AspectBucketing.py`).
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
  command: ({ root }) =>
    `cp ${shellWord(`${root}/concepts.json`)} training_concepts/concepts.json && python scripts/train.py --config-path=PRESET.json`,
  notes: ({ masked, settings }) => [
    'Run it in the folder of OneTrainer, with one of its presets saved as PRESET.json; in its window, choose the file on the Concepts tab.',
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
