import { oneLine } from './caption.ts'
import { captionIn } from './formats.ts'
import type { CaptionForm } from './template.ts'

/** Matches answers in which a model declines, or talks about the image instead of describing what it shows. */
const REFUSAL =
  /\b(?:I['’]?m (?:really |very )?sorry|I am sorry|I apologi[sz]e|my apologies|I can(?:no|['’])t|I am (?:not able|unable)|I['’]m (?:not able|unable)|I won['’]t|as an AI|unable to (?:assist|identify|help|caption|describe|provide)|can(?:no|['’])t (?:assist|identify|help with|provide)|against (?:my|the) (?:guidelines|policy|policies)|the image (?:shows|depicts|features)|here(?:['’]s| is) (?:a|the|your) caption)\b/i

export const isRefusal = (text: string): boolean => REFUSAL.test(text)

/** More characters than any guide asks for or any text encoder accepts. */
const MOST_CHARACTERS = 3000

/** Outcome of a model's answer. A `declined` answer will not change; an `unusable` one may succeed on retry. */
export type CaptionAnswer =
  | { readonly kind: 'caption'; readonly text: string }
  | { readonly kind: 'declined' | 'unusable'; readonly why: string }

/**
 * Extracts the caption from a vision model's answer, without its thoughts, labels, quotes and introductions. A refusal is never a caption.
 */
export function captionOfAnswer(answer: string, form: CaptionForm): CaptionAnswer {
  const said = unwrapped(answer)
  const lines = said
    .split(/\r?\n/)
    .map((line) => line.replace(/^\s*(?:[-*•]|\d+[.)])\s+/, '').trim())
    .filter(Boolean)
    .filter((line, i, all) => all.length === 1 || !CHATTER[i === 0 ? 'before' : 'after'].test(line))
  const text = oneLine(asForm(stripped(oneLine(lines.join(form === 'tags' ? ', ' : ' '))), form))
  if (isRefusal(text)) return { kind: 'declined', why: 'The model declined to caption it.' }
  if (!/\p{L}{2}/u.test(text.replaceAll('[trigger]', '')))
    return { kind: 'unusable', why: 'The model’s answer was empty.' }
  if (text.length > MOST_CHARACTERS)
    return { kind: 'unusable', why: 'The model’s answer was no caption: it was far too long.' }
  return { kind: 'caption', text }
}

/** Lines before or after a caption that address the user. */
const CHATTER = {
  before: /^(?:sure|certainly|of course|here(?:['’]s| is| are))\b[^.]*[:!.]?$/i,
  after: /^(?:let me know|would you like|I hope|feel free|note:)/i,
}

/** Removes thoughts and code fences; for a JSON object, returns its caption. */
function unwrapped(answer: string): string {
  const plain = answer
    .replaceAll(/<think(?:ing)?>[\s\S]*?<\/think(?:ing)?>/gi, ' ')
    .replace(/<think(?:ing)?>[\s\S]*$/i, '')
    .replaceAll(/^```\w*\s*$/gm, '')
    .trim()
  if (!/^[[{]["\s{]/.test(plain)) return plain
  try {
    return captionIn(JSON.parse(plain)) ?? ''
  } catch {
    return plain
  }
}

const OPENINGS = [
  /^(?:sure|certainly|of course|okay)[,.!:]\s*/i,
  /^here(?:['’]s| is) (?:a|the|your)\b[^:]{0,60}:\s*/i,
  /^\**(?:caption|description|tags|prompt)\**\s*:\s*\**\s*/i,
  /^(?:the|this) (?:image|picture) (?:shows|depicts|features|is of)\s+/i,
]
const QUOTED = /^(["“'‘`*]+)([\s\S]*?)["”'’`*]+$/

function stripped(text: string): string {
  const plain = OPENINGS.reduce((rest, opening) => rest.replace(opening, ''), text.replace(QUOTED, '$2').trim())
  return plain.replace(QUOTED, '$2').trim()
}

const asForm = (text: string, form: CaptionForm): string =>
  form === 'prose'
    ? text
    : text
        .replaceAll(/(?<=\w)_(?=\w)/g, ' ')
        .replaceAll(/(?:\s*,)+\s*/g, ', ')
        .replaceAll(/^[\s,]+|[\s,.]+$/g, '')
