import type { Style } from '../style.ts'
import { alike } from './alike.ts'
import { isRefusal } from './answer.ts'
import type { CaptionFault } from './caption.ts'
import type { CaptionChange } from './change.ts'
import { isTags } from './pieces.ts'
import { identityPhrases } from './identity.ts'
import { claims, MEDIUM, PHOTO } from './medium.ts'
import { CLIP_LIMIT, mayExceedT5, T5_LIMIT_IN_CLIP } from './tokens.ts'
import type { CaptionForm } from './template.ts'
import { countWord, hasPlaceholder, misspeltTrigger } from './trigger.ts'

export interface LintedCaption {
  readonly filename: string
  /** Empty when the image has no caption. */
  readonly text: string
  readonly faults: readonly CaptionFault[]
  readonly stale: boolean
  readonly style: Style | null
  /** CLIP tokens; null when not counted. */
  readonly clip: number | null
}

export interface LintContext {
  readonly trigger: string
  readonly classWord: string
  readonly form: CaptionForm
}

export interface LintFinding {
  readonly rule: string
  readonly severity: 'error' | 'warning' | 'info'
  /** Sentence that says what is wrong and what it leads to. */
  readonly why: string
  readonly filenames: readonly string[]
  /** Change that fixes all the images at once; null when only a person can fix them. */
  readonly fix: CaptionChange | null
  /** True when the fix changes the meaning of a caption, so that the user must choose it. */
  readonly isChoice: boolean
}

type Rule = (caption: LintedCaption, context: LintContext) => boolean

interface RuleEntry {
  readonly rule: string
  readonly severity: LintFinding['severity']
  readonly why: string
  readonly found: Rule
  readonly fix: (context: LintContext) => CaptionChange | null
  readonly isChoice?: true
}

const written = ({ text }: LintedCaption): boolean => text !== ''
const none = (): null => null
/** Returns true when only CLIP reads the caption: that holds for tags, even in a set of sentences. */
const inTags = ({ text }: LintedCaption, { form }: LintContext): boolean => form === 'tags' || isTags(text)
const tidy = (): CaptionChange => ({ kind: 'tidy' })

const RULES: readonly RuleEntry[] = [
  {
    rule: 'cap-missing',
    severity: 'error',
    why: 'There is no caption: musubi-tuner and diffusion-pipe leave such images out, SimpleTuner stops.',
    found: (caption) => !written(caption) && !caption.faults.includes('empty'),
    fix: () => ({ kind: 'template', template: '' }),
  },
  {
    rule: 'cap-empty',
    severity: 'error',
    why: 'The caption file is empty: sd-scripts stops at it.',
    found: (caption) => caption.faults.includes('empty'),
    fix: () => ({ kind: 'template', template: '' }),
  },
  {
    rule: 'cap-bytes',
    severity: 'error',
    why: 'The file begins with a byte order mark, is not UTF-8 or holds control characters, which become part of the caption.',
    found: ({ faults }) => faults.some((fault) => fault === 'bom' || fault === 'not_utf8' || fault === 'control'),
    fix: tidy,
  },
  {
    rule: 'cap-lines',
    severity: 'error',
    why: 'Several lines: sd-scripts reads the first only, OneTrainer and SimpleTuner take each for a caption of its own.',
    found: ({ faults, text }) => faults.includes('lines') || /[\r\n]/.test(text),
    fix: tidy,
  },
  {
    rule: 'trigger-missing',
    severity: 'error',
    why: 'The trigger word is not in it as a word of its own: nothing is learnt for it.',
    found: (caption, { trigger }) =>
      written(caption) &&
      countWord(caption.text, trigger) === 0 &&
      !hasPlaceholder(caption.text) &&
      misspeltTrigger(caption.text, trigger) === null,
    fix: ({ trigger }) => ({ kind: 'trigger', trigger }),
  },
  {
    rule: 'trigger-misspelt',
    severity: 'error',
    why: 'The trigger word is misspelt, its case included: nothing is learnt for it.',
    found: ({ text }, { trigger }) => !hasPlaceholder(text) && misspeltTrigger(text, trigger) !== null,
    fix: ({ trigger }) => ({ kind: 'trigger', trigger }),
  },
  {
    rule: 'trigger-twice',
    severity: 'warning',
    why: 'The trigger word is in it more than once.',
    found: ({ text }, { trigger }) => countWord(text, trigger) > 1,
    fix: none,
  },
  {
    rule: 'trigger-placeholder',
    severity: 'error',
    why: 'It still says [trigger] or [name], which only ai-toolkit fills in.',
    found: ({ text }) => hasPlaceholder(text),
    fix: ({ trigger }) => ({ kind: 'trigger', trigger }),
  },
  {
    rule: 'style-unnamed',
    severity: 'warning',
    why: 'A drawing whose caption does not name its medium: the style becomes part of the identity.',
    found: ({ text, style }) =>
      text !== '' && style !== null && style !== 'photorealistic' && !MEDIUM.test(text) && !PHOTO.test(text),
    fix: () => ({ kind: 'medium' }),
    isChoice: true,
  },
  {
    rule: 'style-contradicts',
    severity: 'warning',
    why: 'The caption says photo and the image is a drawing, or the other way round.',
    found: ({ text, style }) =>
      (style !== null && style !== 'photorealistic' && claims(text, 'photo')) ||
      (style === 'photorealistic' && claims(text, 'drawn') && !claims(text, 'photo')),
    fix: () => ({ kind: 'medium' }),
    isChoice: true,
  },
  {
    rule: 'too-long',
    severity: 'warning',
    why: 'More tokens than the text encoder takes (T5 512): the rest is cut off.',
    found: (caption, context) => !inTags(caption, context) && caption.clip !== null && mayExceedT5(caption.clip),
    fix: () => ({ kind: 'shorten', limit: T5_LIMIT_IN_CLIP }),
    isChoice: true,
  },
  {
    rule: 'too-long',
    severity: 'warning',
    why: `More tokens than the text encoder takes (CLIP ${CLIP_LIMIT}): the rest is cut off.`,
    found: (caption, context) => inTags(caption, context) && caption.clip !== null && caption.clip > CLIP_LIMIT,
    fix: () => ({ kind: 'shorten', limit: CLIP_LIMIT }),
    isChoice: true,
  },
  {
    rule: 'too-short',
    severity: 'info',
    why: 'Fewer than four words besides the trigger: what is not named is learnt as part of the identity.',
    found: ({ text }, { trigger }) =>
      text !== '' && text.replaceAll(trigger, ' ').split(/\s+/).filter(Boolean).length < 4,
    fix: none,
  },
  {
    rule: 'refusal',
    severity: 'error',
    why: 'A model excuses itself or talks about the image instead of naming what it shows.',
    found: ({ text }) => isRefusal(text),
    fix: () => ({ kind: 'template', template: '' }),
  },
  {
    rule: 'braces',
    severity: 'warning',
    why: 'Braces, weights or <lora:…>, which trainers read in their own way.',
    found: ({ text }) => /[{}|]|\([^()]*:\d|<lora:/i.test(text),
    fix: none,
  },
  {
    rule: 'stale',
    severity: 'warning',
    why: 'The image changed since the caption was written.',
    found: ({ stale }) => stale,
    fix: none,
  },
]

export interface LintInput {
  readonly captions: readonly LintedCaption[]
  readonly context: LintContext
}

/** Calls `lint` with a single argument, as worker threads need: finding the phrases of 20,000 captions takes most of a second. */
export const lintCaptions = ({ captions, context }: LintInput): readonly LintFinding[] => lint(captions, context)

/** Returns the problems of a set's captions, worst first. A fix applies to all the images that the finding names. */
export function lint(captions: readonly LintedCaption[], context: LintContext): readonly LintFinding[] {
  const found = RULES.flatMap(({ rule, severity, why, found: wrong, fix, isChoice = false }): LintFinding[] => {
    const filenames = captions.filter((caption) => wrong(caption, context)).map(({ filename }) => filename)
    return filenames.length === 0 ? [] : [{ rule, severity, why, filenames, fix: fix(context), isChoice }]
  })
  const rank = { error: 0, warning: 1, info: 2 } as const
  return [...found, ...ofTheSet(captions, context)].toSorted((a, b) => rank[a.severity] - rank[b.severity])
}

function ofTheSet(captions: readonly LintedCaption[], { trigger, classWord }: LintContext): readonly LintFinding[] {
  const some = captions.filter(written)
  const found: LintFinding[] = []
  const twins = alike(some)
  if (twins.length > 0)
    found.push({
      rule: 'same-text',
      severity: 'warning',
      why: 'Several images have the same caption: what tells them apart is learnt as part of the identity.',
      filenames: twins.map(({ filename }) => filename),
      fix: { kind: 'template', template: '{caption}, {framing}, {angle}, {expression}, {light}' },
      isChoice: true,
    })
  for (const { phrase, filenames } of identityPhrases(some, [trigger, classWord]))
    found.push({
      rule: 'identity-leak',
      severity: 'warning',
      why: `“${phrase}” is in ${filenames.length} of ${some.length} captions: what every caption names is tied to those words, so the trigger word alone will not bring out the same character.`,
      filenames,
      fix: { kind: 'replace', find: phrase, by: '', regex: false, ignoreCase: true },
      isChoice: true,
    })
  const tags = some.filter(({ text }) => isTags(text))
  if (tags.length > 0 && tags.length < some.length && some.length >= 4) {
    const fewer = tags.length * 2 <= some.length ? tags : some.filter((caption) => !tags.includes(caption))
    found.push({
      rule: 'tag-style',
      severity: 'info',
      why: 'Some captions are tags and others sentences.',
      filenames: fewer.map(({ filename }) => filename),
      fix: null,
      isChoice: true,
    })
  }
  return found
}
