import { withMedium } from './medium.ts'
import { isTags, sentencesOf, tagKey, tagsOf } from './pieces.ts'
import { shortened } from './shorten.ts'
import { withTrigger } from './trigger.ts'
import { fillTemplate, type TemplateValues } from './template.ts'

/** A change that can be applied to many captions at once. */
export type CaptionChange =
  /** `over` is the text it replaces; the change is refused when the caption has another text by then. */
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
      /** Match whole words only: no “cat” in “cathedral”. */
      readonly words?: boolean | undefined
    }
  /** Removes every sentence or tag that contains this text. */
  | { readonly kind: 'remove'; readonly text: string }
  /** Removes exactly these tags, ignoring case. */
  | { readonly kind: 'removeTags'; readonly tags: readonly string[] }
  /** Renames a tag; when the new name is already in the caption, only one remains. */
  | { readonly kind: 'renameTag'; readonly tag: string; readonly by: string }
  | { readonly kind: 'dedupe' }
  /** Shuffles the tags after the first `keep`. The same seed gives the same order. */
  | { readonly kind: 'shuffle'; readonly seed: number; readonly keep: number }
  /** Names the medium that matches the image's style, and no other. */
  | { readonly kind: 'medium' }
  /** Removes the last sentences or tags, which an encoder with this limit of CLIP tokens would cut off. */
  | { readonly kind: 'shorten'; readonly limit: number }
  | { readonly kind: 'clear' }
  /** Makes it one line of plain characters, without what causes trouble in trainers. */
  | { readonly kind: 'tidy' }

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)

/** Returns the pattern of a replacement; null when the regular expression is invalid or there is nothing to find. */
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

/** Returns why a regular expression is invalid; null when it is valid. */
export function patternProblem(change: Extract<CaptionChange, { kind: 'replace' }>): string | null {
  if (!change.regex) return null
  try {
    return RegExp(change.find, 'u') && null
  } catch (error) {
    return error instanceof Error ? error.message.replace(/^.*\/[a-z]*: /s, '') : String(error)
  }
}

/** Returns a caption ready to be written: one line, without what causes trouble in trainers. */
export const tidy = (text: string): string =>
  text
    // oxlint-disable-next-line no-control-regex -- control characters are what is taken out
    .replaceAll(/[\u0000-\u001f\u007f\u0085\u2028\u2029\uFEFF]+/g, ' ')
    // Long runs of spaces go first; the expressions below would otherwise rescan a run from each of its characters.
    .replaceAll(/\s{2,}/g, ' ')
    .replaceAll(/(?:\s?,){2,}/g, ',')
    .replaceAll(/ ([,.;])/g, '$1')
    .replaceAll(/^[\s,]+|[\s,]+$/g, '')

function without(text: string, part: string): string {
  const says = (piece: string): boolean => piece.toLowerCase().includes(part.trim().toLowerCase())
  return part.trim() === '' ? text : keeping(text, (piece) => !says(piece))
}

/** Keeps some of the tags or sentences; returns the text unchanged when all are kept. */
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

/** Words added to a list of tags become a tag of their own. */
const joint = (text: string, words: string): string => (isTags(text) && !/^\s*,|,\s*$/.test(words) ? ',' : '')

/** Yields pseudo-random numbers 0..1 that depend on the seed alone. */
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

/** Returns the caption after a change; empty when nothing is left. `text` is empty when there is no caption. */
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
