import { shellWord } from '../../kit/shell-word.ts'
import { checkSimpleTuner } from '../check/simpletuner.ts'
import type { Bucket, Layout } from '../records.ts'
import type { TrainerFormat } from './format.ts'
import { asciiJson, folderOf } from './texts.ts'

function backendsOf(layout: Layout): readonly unknown[] {
  const { name, root, settings, bucket } = layout
  const images = (id: string, dir: string, repeats: number, more: object) => ({
    id,
    // Regularisation images are not uploaded, so their folder is local.
    ...(bucket && dir !== settings.regularisation ? inBucket(bucket, dir) : { type: 'local', instance_data_dir: dir }),
    dataset_type: 'image',
    caption_strategy: 'textfile',
    metadata_backend: 'discovery',
    resolution: settings.resolution,
    resolution_type: 'pixel_area',
    minimum_image_size: 64,
    crop: false,
    // It crops to the bucket even so, and at random without this (`resize` of `training_sample.py`).
    crop_style: 'center',
    // 0 means once: two repeats of other trainers are one here.
    repeats: repeats - 1,
    cache_dir_vae: `${bucket?.prefix ?? root}/cache/vae/${id}`,
    ...more,
  })
  return [
    ...layout.subsets.map((subset) => images(`${name}-${subset.style}`, folderOf(layout, subset), subset.repeats, {})),
    ...(settings.regularisation
      ? [
          images(`${name}-regularisation`, settings.regularisation, 1, {
            is_regularisation_data: true,
            // These images may have no captions, and it stops at an image without one.
            caption_strategy: 'instanceprompt',
            instance_prompt: layout.classWord,
          }),
        ]
      : []),
    {
      id: `${name}-text`,
      type: 'local',
      dataset_type: 'text_embeds',
      default: true,
      cache_dir: bucket ? `cache/${name}/text` : `${root}/cache/text`,
    },
  ]
}

/** SimpleTuner requires all five, and Evencast never writes keys to a file. */
const inBucket = ({ name, prefix, endpoint, region }: Bucket, dir: string) => ({
  type: 'aws',
  aws_bucket_name: name,
  aws_data_prefix: `${prefix}/${dir.slice(dir.lastIndexOf('/') + 1)}`,
  aws_endpoint_url: endpoint,
  aws_region_name: region,
  aws_access_key_id: 'YOUR_ACCESS_KEY_ID',
  aws_secret_access_key: 'YOUR_SECRET_ACCESS_KEY',
})

export const simpleTuner: TrainerFormat = {
  name: 'simpletuner',
  title: 'SimpleTuner',
  pack: 'subsets',
  masks: 'none',
  sidecars: true,
  images: { least: 1, most: null },
  mostPixels: null,
  texts: (layout) => [{ name: 'multidatabackend.json', text: asciiJson(backendsOf(layout)) }],
  // Written as `key=value`: its parser stops at unknown options, and adds `--` before these itself (`cmd_train` of `cli/train.py`).
  command: ({ root, steps, bucket }) =>
    `simpletuner train data_backend_config=${shellWord(bucket ? 'multidatabackend.json' : `${root}/multidatabackend.json`)} max_train_steps=${steps}`,
  notes: ({ bucket }) => [
    ...(bucket
      ? ['Download multidatabackend.json, write your keys of the bucket into it, and give its path to the command.']
      : []),
    'The model and everything else come from your own config/config.json.',
    'In SimpleTuner `repeats` counts what comes after the first time: 0 is once.',
  ],
  check: checkSimpleTuner,
}
