import { oneLine } from './caption.ts'

/** Matches words for face, body, age and descent: the identity, which captions leave out. */
const IDENTITY =
  /\b(?:eye(?:s|d|brows?)?|hair(?:ed|style|cut)?|skin|faces?|facial|nose|lips|jaw(?:line)?|cheeks?|cheekbones?|beard(?:ed)?|moustache|freckle[sd]?|scars?|tattoos?|complexion|features?|years?[- ]old|aged?|elderly|teen(?:age[rd]?)?|middle[- ]aged|descent|ethnicity|nationality|european|african|asian|latin[ao]?|caucasian|tall|slim|slender|muscular|build|height)\b/i
/** Matches instructions to a model, which no picture shows. */
const ORDER =
  /^(?:please\s+)?(?:turn|make|transform|convert|change|keep|preserve|maintain|use|render|create|generate|redraw|restyle|avoid|no|do not|don't|without)\b|\b(?:identity|likeness|recogni[sz]able|consistent|reference|same (?:person|character|man|woman|boy|girl|face))\b/i
const PRAISE =
  /\b(?:masterpiece|best quality|high(?:est)?[- ]quality|highly detailed|ultra[- ]?\w*|intricate|\d+k|uhd|hdr|award[- ]winning|trending|sharp focus|professional)\b/i
/** Matches "a portrait photo of", before the subject. */
const MEDIUM_OF =
  /^(?:an?\s+|the\s+)?(?:[\w-]+\s+){0,4}?(?:photo|photograph|portrait|picture|image|shot|drawing|illustration|painting|sketch)\s+of\s+/i
/** Most words of a caption taken from a prompt. */
const MOST_WORDS = 50

/**
 * Turns an imported prompt into a caption: drops the clauses that name the identity, instruct the model or praise the result. Returns an
 * empty text when nothing is left. `subject` is the prompt's phrase for the actor.
 */
export function promptWithoutIdentity(prompt: string, subject: string): string {
  const plain = oneLine(prompt)
    .replaceAll(/<[^<>]*>|[[\]{}()]|:\d+(?:\.\d+)?/g, ' ')
    .replaceAll(/ {2,}/g, ' ')
  const clauses = plain
    .split(/[,;.!]+(?:\s+|$)/)
    .map((clause) => withoutSubject(clause.trim(), subject))
    .filter((clause) => /\p{L}{2}/u.test(clause) && ![IDENTITY, ORDER, PRAISE].some((words) => words.test(clause)))
  return clauses.join(', ').split(' ').slice(0, MOST_WORDS).join(' ').replace(/,$/, '')
}

/** Shortens "a photo of the detective on a bridge" to "on a bridge". */
function withoutSubject(clause: string, subject: string): string {
  const rest = clause.replace(MEDIUM_OF, '')
  const at = subject === '' ? -1 : rest.toLowerCase().indexOf(subject.toLowerCase())
  return at < 0 ? rest : `${rest.slice(0, at)}${rest.slice(at + subject.length)}`.replaceAll(/ {2,}/g, ' ').trim()
}
