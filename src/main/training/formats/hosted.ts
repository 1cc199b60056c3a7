import { shellText, shellWord } from '../../kit/shell-word.ts'
import { checkZip } from '../check/zip-set.ts'
import type { TrainerFormat } from './format.ts'

const ZIP = { pack: 'zip', sidecars: true, texts: () => [] } as const

const MIX = 'A zip cannot repeat images: the mix is that of the images themselves.'

export const replicate: TrainerFormat = {
  ...ZIP,
  name: 'replicate',
  title: 'Replicate flux-dev-lora-trainer',
  masks: 'none',
  images: { least: 10, most: null },
  mostPixels: null,
  command: ({ root, name, trigger, steps }) =>
    `replicate train ostris/flux-dev-lora-trainer --destination OWNER/${name.toLowerCase()} ${shellWord(`input_images=@${root}/${name}.zip`)} ${shellWord(`trigger_word=${trigger}`)} autocaption=false steps=${steps} caption_dropout_rate=0.05`,
  notes: () => [
    MIX,
    'Every image has its caption, so autocaption stays off: it would only mix in words of another model.',
  ],
  check: checkZip({
    title: 'Replicate’s trainer',
    extensions: ['png', 'jpg', 'jpeg', 'webp'],
    folders: 'warning',
    least: 10,
    most: null,
    missing: 'LLaVA writes one in words of its own',
    masks: false,
  }),
}

export const fal: TrainerFormat = {
  ...ZIP,
  name: 'fal',
  title: 'fal flux-lora-fast-training',
  masks: 'suffix',
  images: { least: 4, most: null },
  mostPixels: null,
  command: ({ name, trigger, steps }) =>
    `curl https://queue.fal.run/fal-ai/flux-lora-fast-training -H "Authorization: Key $FAL_KEY" -H "Content-Type: application/json" -d ${shellText(JSON.stringify({ images_data_url: `URL of ${name}.zip`, trigger_word: trigger, steps, is_style: false }))}`,
  notes: () => [
    MIX,
    'Upload the zip first, to fal storage or anywhere it can be fetched from.',
    'With captions in the zip, fal does not add the trigger word: it stands in every caption.',
  ],
  check: checkZip({
    title: 'fal’s trainer',
    extensions: ['png', 'jpg', 'jpeg', 'webp'],
    folders: 'warning',
    least: 4,
    most: null,
    missing: 'the trigger word is not added for it',
    masks: true,
  }),
}

export const civitai: TrainerFormat = {
  ...ZIP,
  name: 'civitai',
  title: 'Civitai',
  masks: 'none',
  images: { least: 1, most: null },
  mostPixels: null,
  command: ({ name }) => `Open https://civitai.com/models/train and upload ${name}.zip`,
  notes: ({ trigger }) => [MIX, `Give ${trigger} as the trigger word and leave automatic labels off.`],
  check: checkZip({
    title: 'Civitai',
    extensions: ['png', 'jpg', 'jpeg'],
    folders: 'error',
    least: 1,
    most: null,
    missing: 'it is trained without a caption, or labelled by another model',
    masks: false,
  }),
}

export const bfl: TrainerFormat = {
  ...ZIP,
  name: 'bfl',
  title: 'Black Forest Labs finetuning',
  masks: 'none',
  images: { least: 5, most: 20 },
  mostPixels: 1_048_576,
  command: ({ root, name, trigger }) => {
    const rest = {
      finetune_comment: name,
      mode: 'character',
      trigger_word: trigger,
      captioning: false,
      iterations: 300,
    }
    const zip = `base64 < ${shellWord(`${root}/${name}.zip`)} | tr -d '\\n'`
    const body = `printf %s '{"file_data":"'; ${zip}; printf %s ${shellText(`",${JSON.stringify(rest).slice(1)}`)}`
    // Sent through a pipe, because one argument of a command may not be longer than 128 KiB on Linux.
    return `{ ${body}; } | curl https://api.us1.bfl.ai/v1/finetune -H "X-Key: $BFL_API_KEY" -H "Content-Type: application/json" -d @-`
  },
  notes: () => [MIX, 'It takes 1 to 20 images of at most one megapixel: larger ones were made smaller.'],
  check: checkZip({
    title: 'BFL',
    extensions: ['png', 'jpg', 'jpeg', 'webp'],
    folders: 'warning',
    least: 1,
    most: 20,
    missing: 'another model writes one',
    masks: false,
  }),
}
