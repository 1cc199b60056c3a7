import type { CaptionsView } from '../../../../main/contract/captions.ts'
import type { ExportVersionView } from '../../../../main/contract/training.ts'
import type { VisionQuoteView } from '../../../../main/contract/vision.ts'
import { count, price } from './format.ts'
import { plural } from './words.ts'

/** Labels of the fixes, by problem. */
const FIXES: Readonly<Record<string, string>> = {
  'cap-missing': 'Write from template',
  'cap-empty': 'Write from template',
  'cap-bytes': 'Save as plain text',
  'cap-lines': 'Join lines',
  'trigger-missing': 'Add trigger word',
  'trigger-misspelt': 'Correct trigger word',
  'trigger-placeholder': 'Fill in trigger word',
  'style-unnamed': 'Name the medium',
  'style-contradicts': 'Correct the medium',
  'too-long': 'Shorten',
  refusal: 'Write from template',
  'same-text': 'Add what differs',
  'identity-leak': 'Remove phrase',
}

/** The Prepare step: from a balanced set to a training run. */
export const prepare = {
  title: 'Prepare for training',
  command: 'Prepare for training…',
  step: 'Prepare',
  tabs: { captions: 'Captions', export: 'Export' },
  loading: 'Reading captions…',
  write: {
    title: 'Write captions',
    by: 'Written by',
    writers: { template: 'Template', openai: 'OpenAI', 'local-server': 'Local server' },
    guide: 'Base model',
    guides: { flux: 'FLUX', qwen: 'Qwen', wan: 'Wan', sdxl: 'SDXL', pony: 'Pony', illustrious: 'Illustrious' },
    forms: { prose: 'sentences', tags: 'tags' },
    which: 'Which captions',
    scopes: { missing: 'Missing', sparing: 'All but yours' },
    known: (found: { readonly captions: number; readonly alike: number } | null) =>
      found?.captions === 0
        ? 'Nothing to write.'
        : found === null || found.alike === 0
          ? 'From the prompt, style and view of each image. Nothing is sent.'
          : `${found.alike} of ${plural(found.captions, 'caption')} would say the same as another: nothing known of those images tells them apart. Use a vision model, or write them yourself.`,
    noModel: 'No model is chosen for the local server. Choose one in Settings.',
    price: ({ images, known, waiting, model, usd, atMostUsd, limitUsd }: VisionQuoteView) =>
      images === 0
        ? known === 0
          ? waiting === 0
            ? 'Nothing to write.'
            : `${plural(waiting, 'image')} waiting for overnight results.`
          : `${plural(known, 'caption')} already known: no cost.`
        : [
            `${plural(images, 'image')} with ${model}: ${price(usd)}`,
            usd !== 0 && atMostUsd !== null ? `, at most ${price(atMostUsd)}` : '',
            known > 0 ? `; ${known} already known` : '',
            waiting > 0 ? `; ${waiting} waiting for overnight results` : '',
            limitUsd !== null && atMostUsd !== null && limitUsd < atMostUsd ? `. Stops at ${price(limitUsd)}` : '',
            '.',
          ].join(''),
    failed: (n: number, why: string) => `${plural(n, 'image')} left without a caption. ${why}`,
    go: (n: number | null) => (n === null || n === 0 ? 'Write' : `Write ${plural(n, 'caption')}`),
    working: 'Writing…',
  },
  bulk: {
    title: 'Change captions',
    kind: 'Change',
    kinds: {
      replace: 'Find and replace',
      prefix: 'Add before',
      suffix: 'Add after',
      trigger: 'Add the trigger word',
      remove: 'Remove sentence or tag',
      dedupe: 'Remove repetitions',
      shuffle: 'Shuffle tags',
      template: 'Set by template',
      tidy: 'Tidy',
      clear: 'Remove captions',
    },
    words: {
      replace: 'Find',
      prefix: 'Text',
      suffix: 'Text',
      trigger: 'Trigger word',
      remove: 'Text',
      dedupe: null,
      shuffle: 'First tags that stay',
      template: 'Template',
      tidy: null,
      clear: null,
    },
    hints: {
      trigger: 'Blank: the one in actor.json, or ohwx',
      shuffle: '1',
      template: '{style} of {trigger}, {framing}',
    } as Readonly<Record<string, string>>,
    replaceBy: 'Replace with',
    regex: 'Regular expression',
    ignoreCase: 'Ignore case',
    whole: 'Whole words',
    badPattern: (why: string) => `Not a regular expression: ${why}.`,
    variables: (names: readonly string[]) => names.map((name) => `{${name}}`).join(' '),
    unknown: (name: string) => `There is no variable {${name}}.`,
    scopes: {
      all: (n: number) => `All ${plural(n, 'image')}`,
      selected: (n: number) => `${n} selected`,
      shown: (n: number) => `${n} shown`,
    },
    preview: (n: number) => (n === 0 ? 'nothing would change' : `${plural(n, 'caption')} would change`),
    apply: { replace: 'Replace', clear: 'Remove', shuffle: 'Shuffle' } as Readonly<Record<string, string>>,
    go: 'Apply',
    changes: 'Changes',
    nothing: 'No caption',
    more: (n: number) => `… and ${n} more`,
  },
  tags: {
    title: 'Tags',
    none: 'No caption of this set is a list of tags.',
    beside: (tags: readonly string[]) => `Goes with ${tags.join(', ')}`,
    want: (tag: string) => `Allow ${tag} again`,
    unwant: (tag: string) => `Blacklist ${tag}`,
    remove: (n: number) => `Remove from ${plural(n, 'caption')}`,
    rename: 'Rename to',
    removeUnwanted: (n: number) => `Remove ${plural(n, 'blacklisted tag')}`,
    add: (label: string) => `Add a tag: ${label}`,
    first: 'Type a tag, then Enter',
    more: 'Add…',
    keys: 'Drag, or Alt ← → moves it; Delete removes, Enter changes it',
    moved: (tag: string, at: number, of: number) => `${tag}, ${at} of ${of}`,
  },
  captions: {
    summary: ({ captions, findings }: CaptionsView) =>
      [
        `${count(captions.filter(({ text }) => text !== '').length)} of ${plural(captions.length, 'caption')}`,
        ...(['error', 'warning'] as const).flatMap((severity) => {
          const n = findings.filter((finding) => finding.severity === severity).length
          return n > 0 ? [plural(n, severity)] : []
        }),
        ...(findings.length === 0 ? ['no problems'] : []),
      ].join(' · '),
    toCrop: (n: number) => `${n} to crop`,
    toCropWhy: (trainer: string) => `${trainer} would cut more than a third of these away, or has no bucket for them.`,
    toCheck: (n: number) => `Check ${plural(n, 'problem')}`,
    toExport: 'Export…',
    of: (filename: string) => `Caption of ${filename}`,
    placeholder: 'No caption yet',
    side: 'What to do',
    sides: { write: 'Write', edit: 'Edit', tags: 'Tags', check: 'Check' },
    search: 'Search captions',
    found: (n: number, of: number) => `${n} of ${of}`,
    selected: (n: number, hidden: number) => `${n} selected${hidden === 0 ? '' : `, ${hidden} not shown`}`,
    large: 'Large images',
    keys: 'Alt ↓ next, Alt ↑ previous',
    undo: (name: string) => `Undo: ${name}`,
    redo: (name: string) => `Redo: ${name}`,
    changedElsewhere: (theirs: string) =>
      `Another app changed this caption${theirs === '' ? ': it was removed.' : ` to “${theirs}”`}`,
    keepMine: 'Keep mine',
    notSaved: (filename: string, typed: string) =>
      `Your caption of ${filename} was not saved; the text in its file stays. You typed: “${typed}”`,
    takeTheirs: 'Use theirs',
    selectAll: 'Select all',
    clearSelection: 'Clear selection',
    select: (filename: string) => `Select ${filename}`,
    asTags: 'Edit as tags',
    asText: 'Edit as text',
    clip: (n: number) => `${n} of 75 CLIP tokens`,
    estimates: (t5: number | null, qwen: number | null) =>
      t5 === null || qwen === null ? 'T5 and Qwen not counted' : `T5 ≈ ${t5}, Qwen ≈ ${qwen}`,
    estimated: 'Estimated from the CLIP count',
    by: (by: string | null) =>
      by === null
        ? ''
        : by === 'human'
          ? 'by you'
          : by === 'import'
            ? 'imported'
            : by === 'prompt'
              ? 'from its prompt'
              : by === 'template'
                ? 'from the template'
                : `by ${by.replace(/^(?:openai|local-server):/, '')}`,
    stale: 'Image changed since',
    changed: (n: number) => (n === 0 ? 'No changes' : `${plural(n, 'caption')} changed`),
    fix: (rule: string, n: number) => `${FIXES[rule] ?? 'Fix'} (${n})`,
    noProblems: 'No problems.',
    notFixed: 'Nothing is known that would change these captions: edit them, or have a vision model write them.',
    show: (n: number) => `Show ${n}`,
    showAll: 'Show all',
    none: 'This set has no images to caption.',
    rules: 'Problems',
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
    version: 'Version',
    versionHint: 'Blank: the next number',
    regularisation: 'Regularisation images',
    regularisationHint: 'A folder of the class alone; blank: none',
    chooseFolder: 'Choose folder…',
    noFolder: 'None',
    reveal: 'Show in folder',
    steps: (n: number, batch: number) => `About ${n} steps at batch size ${batch}`,
    views: { sees: 'What the trainer sees', versions: 'Versions' },
    view: 'Shown',
    masks: 'Transparency and mask files become masks',
    goesTo: (folder: string) => `Exports to ${folder}`,
    go: (n: number) => `Export ${plural(n, 'actor')}`,
    working: 'Exporting and checking…',
    to: 'Export to',
    places: { folder: 'Folder', store: 'Store' },
    noStore: 'No store is set.',
    openSettings: 'Open settings',
    done: (images: number, folder: string) => `${plural(images, 'image')} in ${folder}`,
    style: 'Style',
    images: 'Images',
    repeats: 'Repeats',
    seen: 'Seen',
    start: 'Start training',
    copy: 'Copy the command',
    copied: 'Command copied',
    notes: (n: number) => plural(n, 'note'),
  },
  versions: {
    title: 'Versions',
    none: 'Nothing is exported yet.',
    hint: 'Select two to compare',
    compare: 'Compare',
    train: 'Train…',
    zip: 'Save as zip',
    facts: (images: number, at: string) => `${plural(images, 'image')} · ${at}`,
    comparison: 'Comparison of two versions',
    differences: 'Mix and settings',
    back: 'Versions',
    summary: (changed: number, same: number) =>
      `${changed === 0 ? 'No image differs' : `${plural(changed, 'image')} differ${changed === 1 ? 's' : ''}`}, ${same} the same`,
    part: (images: number, repeats: number, percent: number) =>
      `${plural(images, 'image')} × ${repeats} · ${percent} %`,
    changes: {
      added: 'added',
      removed: 'removed',
      image: 'another image',
      caption: 'caption',
      crop: 'crop',
      style: 'style',
    },
    settings: (key: string) =>
      key
        .replaceAll(/([A-Z])/g, ' $1')
        .replaceAll('_', ' ')
        .toLowerCase(),
    absent: 'Not in this version',
    gone: 'No longer in the library',
  },
  training: {
    destination: 'Model on Replicate',
    destinationHint: 'Blank: your own, named after the actor',
    price: (steps: number, usd: number, limitUsd: number | null) =>
      `${steps} steps: about ${price(usd)}${limitUsd === null ? '' : `. Stops at ${price(limitUsd)}`}.`,
    go: (usd: number) => `Train for about ${price(usd)}`,
    underWay: 'Training…',
    state: ({ state, destination, costUsd, note, weights }: NonNullable<ExportVersionView['training']>) =>
      [
        {
          asked: `Training of ${destination} requested`,
          running: `Training ${destination}`,
          succeeded: `Trained as ${destination}`,
          failed: `Training of ${destination} failed`,
          cancelled: `Training of ${destination} cancelled`,
        }[state],
        costUsd === null ? '' : `, ${price(costUsd)}`,
        weights === null ? '' : `. Weights: ${weights}`,
        note === null ? '' : `. ${note}`,
      ].join(''),
  },
}
