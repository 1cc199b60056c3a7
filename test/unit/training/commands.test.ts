import { expect, test } from 'vitest'
import { MODELS_OF, TRAINERS, type TrainerName } from '../../../src/main/domain/training/trainer.ts'
import { FORMATS } from '../../../src/main/training/formats/index.ts'
import { layOut } from '../../../src/main/training/layout.ts'
import { setOf, settingsFor } from '../../support/training-set.ts'

const words = (text: string): readonly string[] => text.trim().split(/\s+/)

/** Options that a trainer's own parser knows, as its source or its documents have them at the named commit. */
const OPTIONS: Partial<Record<TrainerName, readonly string[]>> = {
  // sd-scripts 063ef10: docs/flux_train_network.md; library/train_util.py, library/flux_train_utils.py
  kohya:
    words(`dataset_config network_module network_dim learning_rate optimizer_type mixed_precision sdpa gradient_checkpointing
    cache_latents max_train_steps output_name output_dir network_train_unet_only cache_text_encoder_outputs guidance_scale
    timestep_sampling model_prediction_type pretrained_model_name_or_path clip_l t5xxl ae`),
  // musubi-tuner 00dd2f7: src/musubi_tuner/training/parser_common.py; 867ab25: docs/zimage.md, docs/wan.md
  musubi: words(`dataset_config sdpa max_train_steps gradient_checkpointing mixed_precision optimizer_type learning_rate
    timestep_sampling weighting_scheme discrete_flow_shift network_module network_dim output_dir output_name dit vae text_encoder t5
    task`),
  // SimpleTuner bc8e6ab: documentation/OPTIONS.md
  simpletuner: words('data_backend_config max_train_steps'),
  // OneTrainer 23df383: modules/util/args/TrainArgs.py
  onetrainer: words('config-path'),
  // DeepSpeed's launcher, and diffusion-pipe 8f83dbf: train.py
  'diffusion-pipe': words('num_gpus deepspeed config'),
  // diffusers: examples/dreambooth/train_dreambooth_lora_flux.py and train_dreambooth_lora_sdxl.py
  huggingface: words(`dataset_name caption_column instance_prompt resolution max_train_steps output_dir
    pretrained_model_name_or_path`),
  replicate: words('destination'),
}

const commandOf = (trainer: TrainerName, baseModel: (typeof MODELS_OF)[TrainerName][number]): string =>
  FORMATS[trainer].command(layOut(setOf([]), settingsFor(trainer, { baseModel }), '/sets/anna', FORMATS[trainer]))

test.each(TRAINERS)('the command for %s names options that its parser knows', (trainer) => {
  for (const baseModel of MODELS_OF[trainer]) {
    const named = [...commandOf(trainer, baseModel).matchAll(/(?<=^| )--([\w-]+)/g)].map(([, option = '']) => option)
    expect(named.filter((option) => !OPTIONS[trainer]?.includes(option))).toEqual([])
  }
})

test('each base model has a command of its own script', () => {
  for (const trainer of ['kohya', 'musubi', 'huggingface'] as const) {
    const commands = MODELS_OF[trainer].map((model) => commandOf(trainer, model))
    expect(new Set(commands.map((command) => /(\w+)\.py/.exec(command)?.[1])).size).toBe(MODELS_OF[trainer].length)
  }
})
