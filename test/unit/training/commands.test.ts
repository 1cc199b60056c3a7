import { execFile } from 'node:child_process'
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { MODELS_OF, TRAINERS, type TrainerName } from '../../../src/main/domain/training/trainer.ts'
import { FORMATS } from '../../../src/main/training/formats/index.ts'
import { layOut } from '../../../src/main/training/layout.ts'
import { temporaryFolder } from '../../support/library.ts'
import { setOf, settingsFor } from '../../support/training-set.ts'

const words = (text: string): readonly string[] => text.trim().split(/\s+/)

/** Options of each trainer's own parser, from its source or its documents at the named commit. */
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
  // SimpleTuner 0921dd3: simpletuner/cli/__init__.py only has --example and --env; the rest is key=value
  simpletuner: [],
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

test('SimpleTuner is given its options as key=value', () => {
  expect(commandOf('simpletuner', 'flux')).toMatch(
    /^simpletuner train data_backend_config=\/sets\/anna\/multidatabackend\.json max_train_steps=\d+$/,
  )
})

test('the command for OneTrainer writes over no concepts of another training', () => {
  expect(commandOf('onetrainer', 'flux')).not.toMatch(/\bcp\b|training_concepts/)
  const layout = layOut(setOf([]), settingsFor('onetrainer'), '/sets/anna', FORMATS.onetrainer)
  expect(FORMATS.onetrainer.notes(layout).join()).toContain('"concept_file_name": "/sets/anna/concepts.json"')
})

/** Returns what a shell passes to the program of a command: its arguments and its stdin. */
async function given(trainer: TrainerName, program: string) {
  await using folder = await temporaryFolder()
  const root = join(folder.path, 'a set')
  await mkdir(root)
  const tool = join(folder.path, program)
  await writeFile(tool, `#!/bin/sh\nprintf '%s\\n' "$@" > "${tool}.args"\n[ -t 0 ] || cat > "${tool}.in"\n`)
  await chmod(tool, 0o755)
  const format = FORMATS[trainer]
  const layout = layOut({ ...setOf([]), trigger: TRIGGER }, settingsFor(trainer), root, format)
  // In base64, it is longer than an argument may be.
  await writeFile(join(root, `${layout.name}.zip`), Buffer.alloc(200_000, 7))
  const env = { ...process.env, PATH: `${folder.path}:${process.env['PATH'] ?? ''}` }
  const run = promisify(execFile)('sh', ['-c', format.command(layout)], { env })
  run.child.stdin?.end()
  await run
  return {
    args: (await readFile(`${tool}.args`, 'utf8')).trimEnd().split('\n'),
    input: await readFile(`${tool}.in`, 'utf8').catch(() => ''),
    zip: join(root, `${layout.name}.zip`),
  }
}
const TRIGGER = `o'hw "x" $HOME`

test.skipIf(process.platform === 'win32')(
  'a shell hands on a trigger word and a path as they are (not checked on Windows)',
  async () => {
    const replicate = await given('replicate', 'replicate')
    expect(replicate.args).toEqual(
      expect.arrayContaining([`trigger_word=${TRIGGER}`, `input_images=@${replicate.zip}`]),
    )
    const fal = await given('fal', 'curl')
    expect(JSON.parse(fal.args.at(-1) ?? '')).toMatchObject({ trigger_word: TRIGGER, is_style: false })
    expect((await given('huggingface', 'accelerate')).args.join('\n')).toContain(`a photo of ${TRIGGER} `)
  },
)

test.skipIf(process.platform === 'win32')(
  'BFL is sent an archive longer than an argument may be (not checked on Windows)',
  async () => {
    const { args, input } = await given('bfl', 'curl')
    expect(args.slice(-2)).toEqual(['-d', '@-'])
    const sent: { file_data: string } = JSON.parse(input)
    expect(sent).toMatchObject({ trigger_word: TRIGGER, mode: 'character', captioning: false, iterations: 300 })
    expect(Buffer.from(sent.file_data, 'base64')).toEqual(Buffer.alloc(200_000, 7))
  },
)
