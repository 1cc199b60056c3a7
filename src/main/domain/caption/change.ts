import { withMedium } from './medium.ts'
import { isTags, sentencesOf, tagKey, tagsOf } from './pieces.ts'
import { shortened } from './shorten.ts'
import { withTrigger } from './trigger.ts'
import { fillTemplate, type TemplateValues } from './template.ts'

/** What can be done to many captions at once. */
export type CaptionChange =
  /** `over`: what it replaces; refused where another text is there by now. */
  | { readonly kind: 'set'; readonly text: string; readonly over?: string | undefined }
  /** `{trigger} {style} …` filled in for each image. */
  | { readonly kind: 'template'; readonly template: string }
  | { readonly kind: 'prefix' | 'suffix'; readonly text: string }
  | { readonly kind: 'trigger'; readonly trigger: string }
  | {
      readonly kind: 'replace'
      readonly find: string
      readonly by: string
      readonly regex: boolean
      readonly ignoreCase: boolean
      /** Only where it stands as words of its own: no “cat” in “cathedral”. */
      readonly words?: boolean | undefined
    }
  /** Every sentence, or tag, that says this. */
  | { readonly kind: 'remove'; readonly text: string }
  /** Exactly these tags, whatever their case. */
  | { readonly kind: 'removeTags'; readonly tags: readonly string[] }
  /** This tag as another; where that one is there already, only it stays. */
  | { readonly kind: 'renameTag'; readonly tag: string; readonly by: string }
  | { readonly kind: 'dedupe' }
  /** Tags in another order; the first `keep` stay. The same seed gives the same order. */
  | { readonly kind: 'shuffle'; readonly seed: number; readonly keep: number }
  /** Its medium named as the image's style has it, and no other. */
  | { readonly kind: 'medium' }
  /** Without the last sentences or tags that an encoder of so many CLIP tokens would cut off. */
  | { readonly kind: 'shorten'; readonly limit: number }
  | { readonly kind: 'clear' }
  /** One line, plain characters: what trainers stumble over is taken out. */
  | { readonly kind: 'tidy' }

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)

/** The pattern of a replacement; null for a regular expression that is none. */
export function patternOf({
  find,
  regex,
  ignoreCase,
  words,
}: Extract<CaptionChange, { kind: 'replace' }>): RegExp | null {
  try {
    if (find === '') return null
    const pattern = regex ? find : escaped(find)
    return new RegExp(
      words ? String.raw`(?<![\p{L}\p{N}_])(?:${pattern})(?![\p{L}\p{N}_])` : pattern,
      ignoreCase ? 'giu' : 'gu',
    )
  } catch {
    return null
  }
}

/** Why a regular expression is none; null where it is one. */
export function patternProblem(change: Extract<CaptionChange, { kind: 'replace' }>): string | null {
  if (!change.regex) return null
  try {
    return RegExp(change.find, 'u') && null
  } catch (error) {
    return error instanceof Error ? error.message.replace(/^.*\/[a-z]*: /s, '') : String(error)
  }
}

/** As a caption is written: one line, without what trainers stumble over. */
export const tidy = (text: string): string =>
  text
    // oxlint-disable-next-line no-control-regex -- control characters are what is taken out
    .replaceAll(/[\u0000-\u001f\u007f\u0085\u2028\u2029\uFEFF]+/g, ' ')
    // Runs first: after that no expression goes over a long one again from each of its letters.
    .replaceAll(/\s{2,}/g, ' ')
    .replaceAll(/(?:\s?,){2,}/g, ',')
    .replaceAll(/ ([,.;])/g, '$1')
    .replaceAll(/^[\s,]+|[\s,]+$/g, '')

function without(text: string, part: string): string {
  const says = (piece: string): boolean => piece.toLowerCase().includes(part.trim().toLowerCase())
  return part.trim() === '' ? text : keeping(text, (piece) => !says(piece))
}

/** Those of its tags or sentences that are kept; as it is where all are. */
function keeping(text: string, isKept: (piece: string) => boolean): string {
  const inTags = isTags(text)
  const pieces = inTags ? tagsOf(text) : sentencesOf(text)
  const kept = pieces.filter(isKept)
  if (kept.length === pieces.length) return text
  return inTags ? kept.join(', ') : tidy(kept.join(''))
}

function withoutTags(text: string, unwanted: readonly string[]): string {
  if (!isTags(text)) return text
  const keys = new Set(unwanted.map(tagKey))
  return keeping(text, (tag) => !keys.has(tagKey(tag)))
}

function renamed(text: string, tag: string, by: string): string {
  if (!isTags(text)) return text
  const tags = tagsOf(text)
  const next = tags.map((each) => (tagKey(each) === tagKey(tag) ? by : each))
  return next.some((each, at) => each !== tags[at]) ? deduped(next.join(', ')) : text
}

function deduped(text: string): string {
  const seen = new Set<string>()
  return keeping(text, (piece) => {
    const key = tagKey(piece)
    return !seen.has(key) && Boolean(seen.add(key))
  })
}

/** Words that are put to a list of tags are a tag of their own. */
const joint = (text: string, words: string): string => (isTags(text) && !/^\s*,|,\s*$/.test(words) ? ',' : '')

/** 0..1, by the seed and how often it was asked. */
function* randoms(seed: number): Generator<number> {
  let state = seed >>> 0
  for (;;) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    yield state / 2 ** 32
  }
}

function shuffled(text: string, seed: number, keep: number): string {
  if (!isTags(text)) return text
  const tags = [...tagsOf(text)]
  const random = randoms(seed + tags.length)
  for (let i = tags.length - 1; i > keep; i--) {
    const j = keep + Math.floor((random.next().value ?? 0) * (i - keep + 1))
    const [a = '', b = ''] = [tags[i], tags[j]]
    tags[i] = b
    tags[j] = a
  }
  return tags.join(', ')
}

/** The caption after a change; empty when nothing is left. `text`: empty where there is no caption. */
export function changed(text: string, change: CaptionChange, values: TemplateValues): string {
  switch (change.kind) {
    case 'set':
      return tidy(change.text)
    case 'template':
      return tidy(fillTemplate(change.template, { ...values, caption: text }))
    case 'prefix':
      return text.startsWith(change.text) ? text : tidy(`${change.text}${joint(text, change.text)} ${text}`)
    case 'suffix':
      return text.endsWith(change.text) ? text : tidy(`${text}${joint(text, change.text)} ${change.text}`)
    case 'trigger':
      return text === '' ? '' : withTrigger(text, change.trigger)
    case 'replace': {
      const pattern = patternOf(change)
      if (!pattern || text === '') return text
      const next = change.regex ? text.replaceAll(pattern, change.by) : text.replaceAll(pattern, () => change.by)
      return next === text ? text : tidy(next)
    }
    case 'remove':
      return without(text, change.text)
    case 'removeTags':
      return withoutTags(text, change.tags)
    case 'renameTag':
      return renamed(text, change.tag, change.by)
    case 'dedupe':
      return deduped(text)
    case 'shuffle':
      return shuffled(text, change.seed, change.keep)
    case 'medium':
      return values.style ? withMedium(text, values.style, values.trigger ?? '') : text
    case 'shorten':
      return shortened(text, change.limit)
    case 'clear':
      return ''
    case 'tidy':
      return tidy(text)
  }
}
