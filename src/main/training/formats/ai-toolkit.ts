import { checkAiToolkit } from '../check/ai-toolkit.ts'
import type { BaseModel } from '../../domain/training/trainer.ts'
import { shellWord } from '../../kit/shell-word.ts'
import type { Layout } from '../records.ts'
import type { TrainerFormat } from './format.ts'
import { folderOf, yaml } from './texts.ts'

const MODELS: Readonly<Record<BaseModel, Readonly<Record<string, unknown>>>> = {
  flux: { name_or_path: 'black-forest-labs/FLUX.1-dev', is_flux: true, quantize: true },
  sdxl: { name_or_path: 'stabilityai/stable-diffusion-xl-base-1.0', is_xl: true },
  sd15: { name_or_path: 'stable-diffusion-v1-5/stable-diffusion-v1-5' },
  'qwen-image': { name_or_path: 'Qwen/Qwen-Image', arch: 'qwen_image', quantize: true },
  'z-image': { name_or_path: 'Tongyi-MAI/Z-Image', arch: 'zimage', quantize: true },
  wan: { name_or_path: 'Wan-AI/Wan2.1-T2V-14B-Diffusers', arch: 'wan21', quantize: true },
}

async function configYaml(layout: Layout): Promise<string> {
  const { settings, subsets, name, trigger, classWord, steps } = layout
  const shared = {
    caption_ext: 'txt',
    caption_dropout_rate: 0.05,
    shuffle_tokens: false,
    cache_latents_to_disk: true,
    resolution: [...new Set([512, 768, settings.resolution])].filter((side) => side <= settings.resolution),
  }
  const own = subsets.map((subset) => ({
    folder_path: folderOf(layout, subset),
    ...(layout.masked.has(subset.dir) && { mask_path: `${layout.root}/masks/${subset.dir}` }),
    num_repeats: subset.repeats,
    ...shared,
  }))
  const reg = settings.regularisation
    ? [{ folder_path: settings.regularisation, is_reg: true, default_caption: classWord, ...shared }]
    : []
  const process = {
    type: 'sd_trainer',
    training_folder: 'output',
    device: 'cuda:0',
    trigger_word: trigger,
    network: { type: 'lora', linear: 16, linear_alpha: 16 },
    save: { dtype: 'float16', save_every: 250, max_step_saves_to_keep: 4 },
    datasets: [...own, ...reg],
    train: {
      batch_size: settings.batchSize,
      steps,
      gradient_accumulation_steps: 1,
      train_unet: true,
      train_text_encoder: false,
      gradient_checkpointing: true,
      noise_scheduler: settings.baseModel === 'sdxl' || settings.baseModel === 'sd15' ? 'ddpm' : 'flowmatch',
      optimizer: 'adamw8bit',
      lr: 0.0001,
      dtype: 'bf16',
    },
    model: MODELS[settings.baseModel],
  }
  const config = { job: 'extension', config: { name, process: [process] }, meta: { name, version: '1.0' } }
  return yaml(config)
}

export const aiToolkit: TrainerFormat = {
  name: 'ai-toolkit',
  title: 'ai-toolkit',
  pack: 'subsets',
  masks: 'folder',
  sidecars: true,
  images: { least: 1, most: null },
  mostPixels: null,
  texts: async (layout) => [{ name: 'config.yaml', text: await configYaml(layout) }],
  command: ({ root }) => `python run.py ${shellWord(`${root}/config.yaml`)}`,
  notes: () => [
    'Run it in the folder of ai-toolkit.',
    'ai-toolkit never enlarges an image by more than one step of its buckets, so small images are trained small.',
  ],
  check: checkAiToolkit,
}
