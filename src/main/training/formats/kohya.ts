import { kohyaExport } from '../../domain/bucket/trainer-cut.ts'
import { checkKohya } from '../check/kohya.ts'
import type { BaseModel } from '../../domain/training/trainer.ts'
import type { Layout } from '../records.ts'
import type { TrainerFormat } from './format.ts'
import { folderOf, shellWord, tomlTable } from './texts.ts'

const SCRIPTS: Readonly<Record<BaseModel, { readonly script: string; readonly network: string } | null>> = {
  flux: { script: 'flux_train_network.py', network: 'networks.lora_flux' },
  sdxl: { script: 'sdxl_train_network.py', network: 'networks.lora' },
  sd15: { script: 'train_network.py', network: 'networks.lora' },
  'qwen-image': null,
  'z-image': null,
  wan: null,
}

function datasetToml(layout: Layout): string {
  const { settings, subsets, classWord, trigger } = layout
  const { min, max, step, noUpscale } = kohyaExport(settings.resolution)
  const datasets = tomlTable('[[datasets]]', {
    resolution: settings.resolution,
    batch_size: settings.batchSize,
    enable_bucket: true,
    min_bucket_reso: min,
    max_bucket_reso: max,
    bucket_reso_steps: step,
    bucket_no_upscale: noUpscale,
  })
  const own = subsets.map((subset) =>
    tomlTable(
      '[[datasets.subsets]]',
      {
        image_dir: folderOf(layout, subset),
        class_tokens: `${trigger} ${classWord}`,
        num_repeats: subset.repeats,
        alpha_mask: layout.masked.has(subset.dir) || undefined,
      },
      '  ',
    ),
  )
  const reg = settings.regularisation
    ? [
        tomlTable(
          '[[datasets.subsets]]',
          { image_dir: settings.regularisation, class_tokens: classWord, is_reg: true, num_repeats: 1 },
          '  ',
        ),
      ]
    : []
  const general = tomlTable('[general]', { caption_extension: '.txt', shuffle_caption: false, keep_tokens: 1 })
  return `${[general, datasets, ...own, ...reg].join('\n\n')}\n`
}

export const kohya: TrainerFormat = {
  name: 'kohya',
  title: 'kohya sd-scripts',
  baseModel: 'flux',
  pack: 'subsets',
  masks: 'alpha',
  sidecars: true,
  images: { least: 1, most: null },
  mostPixels: null,
  // `--train_data_dir`, and graphical front ends, read the repeats from the name.
  subsetDir: ({ name, style, repeats }) => `${repeats}_${name}_${style}`,
  texts: (layout) => [{ name: 'dataset.toml', text: datasetToml(layout) }],
  command(layout) {
    const { script, network } = SCRIPTS[layout.settings.baseModel] ?? SCRIPTS.sdxl ?? { script: '', network: '' }
    return `accelerate launch ${script} --dataset_config ${shellWord(`${layout.root}/dataset.toml`)} --network_module ${network} --max_train_steps ${layout.steps} --output_name ${layout.name} --output_dir output --pretrained_model_name_or_path MODEL.safetensors`
  },
  notes: ({ root }) => [
    'Run it in the folder of sd-scripts, with the file of your base model in place of MODEL.safetensors.',
    `Front ends that take a folder instead of dataset.toml can be given ${root}: the repeats stand before the names of its folders.`,
    'sd-scripts keeps its caches (.npz) beside the images: after another export to the same folder, delete them.',
  ],
  check: checkKohya,
}
