import type { CaptionsView } from '../../../../main/contract/training.ts'

const count = (n: number, one: string): string => `${n} ${n === 1 ? one : `${one}s`}`

/** From a balanced set to a training run. */
export const prepare = {
  title: 'Prepare for training',
  command: 'Prepare for training…',
  step: 'Prepare',
  tabs: { captions: 'Captions', export: 'Export' },
  loading: 'Reading captions…',
  captions: {
    summary: ({ captions, findings }: CaptionsView) =>
      [
        `${captions.filter(({ text }) => text !== '').length} of ${count(captions.length, 'caption')}`,
        findings.length === 0 ? 'nothing to mend' : count(findings.length, 'finding'),
      ].join(' · '),
    of: (filename: string) => `Caption of ${filename}`,
    placeholder: 'No caption yet',
    writeMissing: 'Write the missing ones',
    addTrigger: 'Add the trigger word',
    find: 'Find',
    replaceBy: 'Replace with',
    regex: 'Regular expression',
    preview: (n: number) => (n === 0 ? 'Nothing found' : `${count(n, 'caption')} would change`),
    replace: 'Replace',
    clip: (n: number) => `${n} of 75 CLIP tokens`,
    estimates: (t5: number | null, qwen: number | null) =>
      t5 === null || qwen === null ? 'T5 and Qwen not counted' : `about ${t5} for T5, ${qwen} for Qwen`,
    by: (by: string | null) =>
      by === null
        ? ''
        : by === 'human'
          ? 'by you'
          : by === 'import'
            ? 'found with the image'
            : by === 'prompt'
              ? 'from its prompt'
              : by === 'template'
                ? 'from what is known'
                : `by ${by}`,
    stale: 'The image changed since',
    changed: (n: number) => (n === 0 ? 'Nothing to change' : `${count(n, 'caption')} changed`),
    fix: (n: number) => `Fix ${n}`,
    show: (n: number) => `Show ${n}`,
    showAll: 'Show all',
    none: 'No image of this set is kept: there is nothing to caption.',
    rules: 'What trainers would stumble over',
  },
  export: {
    trainer: 'Trainer',
    titles: {
      kohya: 'kohya sd-scripts',
      musubi: 'musubi-tuner',
      'ai-toolkit': 'ai-toolkit',
      onetrainer: 'OneTrainer',
      simpletuner: 'SimpleTuner',
      'diffusion-pipe': 'diffusion-pipe',
      huggingface: 'Hugging Face',
      replicate: 'Replicate',
      fal: 'fal',
      civitai: 'Civitai',
      bfl: 'Black Forest Labs',
    },
    trigger: 'Trigger word',
    triggerHint: 'Blank: the one in actor.json, or ohwx',
    masks: 'Transparency and mask files become masks',
    goesTo: (folder: string) => `Goes to ${folder}`,
    go: (n: number) => `Export ${count(n, 'actor')}`,
    working: 'Exporting and checking…',
    done: (images: number, folder: string) => `${count(images, 'image')} in ${folder}`,
    style: 'Style',
    images: 'Images',
    repeats: 'Repeats',
    seen: 'Seen',
    start: 'Start the training',
    copy: 'Copy the command',
    copied: 'Command copied',
    notes: (n: number) => count(n, 'note'),
    again: 'Export again',
  },
}
