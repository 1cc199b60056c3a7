import { kohyaExport } from '../../domain/bucket/trainer-cut.ts'
import { checkKohya } from '../check/kohya.ts'
import type { BaseModel } from '../../domain/training/trainer.ts'
import { shellWord } from '../../kit/shell-word.ts'
import type { Layout } from '../records.ts'
import type { TrainerFormat } from './format.ts'
import { folderOf, tomlTable } from './texts.ts'

interface Script {
  readonly script: string
  readonly network: string
  /** Options of this base model's script, and the files without which it does not start. */
  readonly own: string
}

const MODEL = '--pretrained_model_name_or_path MODEL.safetensors'
const SDXL: Script = { script: 'sdxl_train_network.py', network: 'networks.lora', own: MODEL }
/** FLUX.1's options are those of docs/flux_train_network.md in sd-scripts. */
const SCRIPTS: Readonly<Partial<Record<BaseModel, Script>>> = {
  flux: {
    script: 'flux_train_network.py',
    network: 'networks.lora_flux',
    own: `--network_train_unet_only --cache_text_encoder_outputs --guidance_scale 1.0 --timestep_sampling flux_shift --model_prediction_type raw ${MODEL} --clip_l CLIP_L.safetensors --t5xxl T5XXL.safetensors --ae AE.safetensors`,
  },
  sdxl: SDXL,
  sd15: { ...SDXL, script: 'train_network.py' },
}
const COMMON =
  '--network_dim 16 --learning_rate 1e-4 --optimizer_type AdamW8bit --mixed_precision bf16 --sdpa --gradient_checkpointing --cache_latents'

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
  pack: 'subsets',
  masks: 'alpha',
  sidecars: true,
  images: { least: 1, most: null },
  mostPixels: null,
  // `--train_data_dir`, and graphical front ends, read the repeats from the name.
  subsetDir: ({ name, style, repeats }) => `${repeats}_${name}_${style}`,
  texts: (layout) => [{ name: 'dataset.toml', text: datasetToml(layout) }],
  command({ settings, root, steps, name }) {
    const { script, network, own } = SCRIPTS[settings.baseModel] ?? SDXL
    return `accelerate launch ${script} --dataset_config ${shellWord(`${root}/dataset.toml`)} --network_module ${network} ${COMMON} --max_train_steps ${steps} --output_name ${name} --output_dir output ${own}`
  },
  notes: ({ root, settings }) => [
    'Run it in the folder of sd-scripts, with the file of your base model in place of MODEL.safetensors.',
    ...(settings.baseModel === 'flux'
      ? ['CLIP_L, T5XXL and AE are FLUX.1’s text encoders and autoencoder (clip_l, t5xxl_fp16 and ae.safetensors).']
      : []),
    `Front ends that take a folder instead of dataset.toml can be given ${root}: the repeats stand before the names of its folders.`,
    'sd-scripts keeps its caches (.npz) beside the images: after another export to the same folder, delete them.',
  ],
  check: checkKohya,
}
