import { checkMusubi } from '../check/musubi.ts'
import type { BaseModel } from '../../domain/training/trainer.ts'
import { shellWord } from '../../kit/shell-word.ts'
import type { Layout } from '../records.ts'
import type { TrainerFormat } from './format.ts'
import { folderOf, tomlTable } from './texts.ts'

interface Scripts {
  readonly prefix: string
  readonly network: string
  readonly textEncoder: string
  /** Value recommended for this model in musubi-tuner's docs. */
  readonly flowShift: string
  readonly task?: string
}

const QWEN: Scripts = {
  prefix: 'qwen_image',
  network: 'networks.lora_qwen_image',
  textEncoder: '--text_encoder TEXT_ENCODER.safetensors',
  flowShift: '2.2',
}
const SCRIPTS: Readonly<Partial<Record<BaseModel, Scripts>>> = {
  'qwen-image': QWEN,
  'z-image': { ...QWEN, prefix: 'zimage', network: 'networks.lora_zimage', flowShift: '2.0' },
  wan: {
    prefix: 'wan',
    network: 'networks.lora_wan',
    textEncoder: '--t5 TEXT_ENCODER.pth',
    flowShift: '3.0',
    task: '--task t2v-14B',
  },
}
const TRAINING =
  '--sdpa --mixed_precision bf16 --gradient_checkpointing --optimizer_type adamw8bit --learning_rate 1e-4 --timestep_sampling shift --weighting_scheme none'

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
  pack: 'subsets',
  masks: 'none',
  sidecars: true,
  images: { least: 1, most: null },
  mostPixels: null,
  texts: (layout) => [{ name: 'dataset.toml', text: datasetToml(layout) }],
  command({ settings, root, steps, name }) {
    const { prefix, network, textEncoder, flowShift, task } = SCRIPTS[settings.baseModel] ?? QWEN
    const script = (rest: string) =>
      `src/musubi_tuner/${prefix}_${rest}.py --dataset_config ${shellWord(`${root}/dataset.toml`)}`
    const train = [
      `accelerate launch --mixed_precision bf16 ${script('train_network')}`,
      ...(task === undefined ? [] : [task]),
      `--dit MODEL.safetensors --vae VAE.safetensors ${textEncoder} ${TRAINING} --discrete_flow_shift ${flowShift}`,
      `--network_module ${network} --network_dim 16 --max_train_steps ${steps} --output_name ${name} --output_dir output`,
    ]
    return [
      `python ${script('cache_latents')} --vae VAE.safetensors`,
      `python ${script('cache_text_encoder_outputs')} ${textEncoder}`,
      train.join(' '),
    ].join(' && ')
  },
  notes: ({ root }) => [
    'Run it in the folder of musubi-tuner, with the files of your base model, its VAE and its text encoder. It writes the caches first, which musubi-tuner does not train without.',
    `Caches go to ${root}/cache, one folder for each subset, as musubi-tuner demands.`,
    'FLUX.1 Kontext is not for such a set: it needs a control image for each image.',
  ],
  check: checkMusubi,
}
