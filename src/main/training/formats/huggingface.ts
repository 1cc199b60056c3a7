import { shellWord } from '../../kit/shell-word.ts'
import { checkHuggingFace } from '../check/huggingface.ts'
import type { Layout } from '../records.ts'
import type { TrainerFormat } from './format.ts'

/** Returns the list of captions. An image's extension is known only once it is written, so the writer replaces `{file}`. */
function metadata({ subsets }: Layout): string {
  const rows = subsets.flatMap(({ style, images }) =>
    images.map(({ stem, source }) => ({
      stem,
      row: { file_name: `{file:${stem}}`, text: source.caption, actor: source.actorId, style },
    })),
  )
  return rows
    .toSorted((a, b) => (a.stem < b.stem ? -1 : 1))
    .map(({ row }) => `${JSON.stringify(row)}\n`)
    .join('')
}

export const huggingFace: TrainerFormat = {
  name: 'huggingface',
  title: 'Hugging Face datasets',
  pack: 'flat',
  masks: 'none',
  sidecars: false,
  images: { least: 1, most: null },
  mostPixels: null,
  // Inside `train/`, because a list one level above is outside the split.
  texts: (layout) => [{ name: 'train/metadata.jsonl', text: metadata(layout) }],
  command: ({ root, trigger, classWord, settings, steps }) =>
    `accelerate launch train_dreambooth_lora_${settings.baseModel === 'sdxl' ? 'sdxl' : 'flux'}.py --dataset_name ${shellWord(root)} --caption_column text --instance_prompt ${shellWord(`a photo of ${trigger} ${classWord}`)} --resolution ${settings.resolution} --max_train_steps ${steps} --output_dir output --pretrained_model_name_or_path MODEL`,
  notes: ({ root }) => [
    `In Python: load_dataset("imagefolder", data_dir="${root}", split="train").`,
    'The scripts of diffusers repeat all images alike: the mix is that of the images themselves.',
  ],
  check: checkHuggingFace,
}
