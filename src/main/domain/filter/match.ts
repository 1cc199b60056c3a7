import { wordCount } from '../caption/words.ts'
import { CHOICES, type Filterable, type Flag, type NumberField } from './fields.ts'
import type { Filter, Pattern, Term } from './filter.ts'
import { type Liked, NOTHING_LIKED } from './likes.ts'
import { textMatcher } from './text.ts'

export type Matcher = (image: Filterable) => boolean

function numberOf(field: NumberField, image: Filterable): number | null {
  switch (field) {
    case 'conf':
      return image.confidence
    case 'quality':
      return image.quality
    case 'width':
      return image.width
    case 'height':
      return image.height
    case 'side':
      return image.width === null || image.height === null ? null : Math.max(image.width, image.height)
    case 'size':
      return image.bytes
    case 'date':
      return image.dateMs
    case 'face':
      return image.face === null ? null : Math.max(0, image.face)
    case 'person':
      return image.person
    case 'words':
      return image.caption === null ? 0 : wordCount(image.caption)
  }
}

const FLAGGED: Readonly<Record<Flag, Matcher>> = {
  flagged: (image) => image.flagged,
  generated: (image) => image.generated,
  unsure: (image) => image.unsure,
  unassessed: (image) => image.quality === null,
  'missing-s3': (image) => !image.uploaded,
}

function choiceMatcher(term: Term & { readonly kind: 'choice' }): Matcher {
  const { field, choice } = term
  if (field === 'issue') {
    if (choice === 'none') return (image) => image.quality !== null && image.issues.length === 0
    const keys = CHOICES.issue[choice]?.value ?? []
    return (image) => image.issues.some((issue) => keys.includes(issue.key))
  }
  const value = CHOICES[field][choice]?.value
  switch (field) {
    case 'style':
      return (image) => image.style === value
    case 'lane':
      return (image) => image.lane === value
    case 'verdict':
      return (image) => image.verdict === value
    case 'by':
      return (image) => image.decidedBy === value
  }
}

const nameMatcher = (pattern: Pattern): Matcher => {
  const matches = textMatcher(pattern, true)
  return (image) => matches(image.filename)
}
const actorMatcher = (pattern: Pattern): Matcher => {
  const matches = textMatcher(pattern)
  return (image) => matches(image.actorId)
}
const promptMatcher = (pattern: Pattern): Matcher => {
  const matches = textMatcher(pattern)
  return (image) =>
    (image.prompt !== null && matches(image.prompt)) || (image.promptId !== null && matches(image.promptId))
}
const captionMatcher = (pattern: Pattern): Matcher => {
  const matches = textMatcher(pattern)
  return (image) => image.caption !== null && matches(image.caption)
}
const TEXT_MATCHERS = {
  name: nameMatcher,
  actor: actorMatcher,
  prompt: promptMatcher,
  caption: captionMatcher,
} as const

function termMatcher(term: Term, liked: Liked): Matcher {
  switch (term.kind) {
    case 'word': {
      const matchers = [nameMatcher, actorMatcher, promptMatcher].map((make) => make(term.pattern))
      return (image) => matchers.some((matches) => matches(image))
    }
    case 'text':
      return TEXT_MATCHERS[term.field](term.pattern)
    case 'choice':
      return choiceMatcher(term)
    case 'number': {
      const { field, min, max } = term
      return (image) => {
        const value = numberOf(field, image)
        if (value === null) return false
        if (min && (min.open ? value <= min.value : value < min.value)) return false
        return !max || (max.open ? value < max.value : value <= max.value)
      }
    }
    case 'flag':
      return FLAGGED[term.flag]
    case 'like': {
      const ids = liked.get(term.sought)
      return ({ imageId }) => imageId !== undefined && ids?.has(imageId) === true
    }
  }
}

/**
 * Compiles the filter to a function; `filterWhere` in the catalog does the same in SQL. Similar images are searched elsewhere and passed as
 * `liked`.
 */
export function matcherOf(filter: Filter, liked = NOTHING_LIKED): Matcher {
  switch (filter.kind) {
    case 'all': {
      const parts = filter.of.map((part) => matcherOf(part, liked))
      return (image) => parts.every((matches) => matches(image))
    }
    case 'any': {
      const parts = filter.of.map((part) => matcherOf(part, liked))
      return (image) => parts.some((matches) => matches(image))
    }
    case 'not': {
      const matches = matcherOf(filter.of, liked)
      return (image) => !matches(image)
    }
    case 'word':
    case 'text':
    case 'choice':
    case 'number':
    case 'flag':
    case 'like':
      return termMatcher(filter, liked)
  }
}
