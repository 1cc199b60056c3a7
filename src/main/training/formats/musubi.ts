import { checkMusubi } from '../check/musubi.ts'
import type { BaseModel } from '../../domain/training/trainer.ts'
import type { Layout } from '../records.ts'
import type { TrainerFormat } from './format.ts'
import { folderOf, shellWord, tomlTable } from './texts.ts'

const SCRIPTS: Readonly<Record<BaseModel, { readonly prefix: string; readonly network: string } | null>> = {
  'qwen-image': { prefix: 'qwen_image', network: 'networks.lora_qwen_image' },
  'z-image': { prefix: 'zimage', network: 'networks.lora_zimage' },
  wan: { prefix: 'wan', network: 'networks.lora_wan' },
  flux: null,
  sdxl: null,
  sd15: null,
}

function datasetToml(layout: Layout): string {
  const { settings, subsets, root } = layout
  const general = tomlTable('[general]', {
    resolution: [settings.resolution, settings.resolution],
    caption_extension: '.txt',
    batch_size: settings.batchSize,
    enable_bucket: true,
    bucket_no_upscale: true,
  })
  const datasets = subsets.map((subset) =>
    tomlTable('[[datasets]]', {
      image_directory: folderOf(layout, subset),
      cache_directory: `${root}/cache/${subset.dir}`,
      num_repeats: subset.repeats,
    }),
  )
  return `${[general, ...datasets].join('\n\n')}\n`
}

export const musubi: TrainerFormat = {
  name: 'musubi',
  title: 'musubi-tuner',
  baseModel: 'qwen-image',
  pack: 'subsets',
  masks: 'none',
  sidecars: true,
  images: { least: 1, most: null },
  mostPixels: null,
  texts: (layout) => [{ name: 'dataset.toml', text: datasetToml(layout) }],
  command(layout) {
    const { prefix, network } = SCRIPTS[layout.settings.baseModel] ?? {
      prefix: 'qwen_image',
      network: 'networks.lora_qwen_image',
    }
    return `accelerate launch src/musubi_tuner/${prefix}_train_network.py --dataset_config ${shellWord(`${layout.root}/dataset.toml`)} --network_module ${network} --max_train_steps ${layout.steps} --output_name ${layout.name} --output_dir output --dit MODEL.safetensors`
  },
  notes: ({ settings, root }) => [
    `Before it, once: ${SCRIPTS[settings.baseModel]?.prefix ?? 'qwen_image'}_cache_latents.py and ${SCRIPTS[settings.baseModel]?.prefix ?? 'qwen_image'}_cache_text_encoder_outputs.py with the same --dataset_config.`,
    `Caches go to ${root}/cache, one folder for each subset, as musubi-tuner demands.`,
    'FLUX.1 Kontext is not for such a set: it needs a control image for each image.',
  ],
  check: checkMusubi,
}
