import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const SRC = join(import.meta.dirname, '../../src')

/** Phrases that no text in Lightroom or Linear would use, with replacements. Matched without regard to case. */
const RETIRED: readonly (readonly [phrase: RegExp, instead: string])[] = [
  [/\banew\b/, 'again'],
  [/\bforth\b/, 'redo'],
  [/\bwhence\b/, 'where … from'],
  [/\breckon/, 'calculate'],
  [/\b(?:take|takes|took|taken|taking) (?:(?:it|them|all of it|the last \w+|what you said) )?back\b/, 'undo'],
  [/\b(?:bring|brings|brought) (?:it |them )?back\b/, 'restore'],
  [/\bgo(?:es)? out\b/, 'will be removed'],
  [/^… (?:out|in)$/, 'Remove 3 · Generate 4'],
  [/\b(?:your|last|a person's|human's) word\b/, 'decision'],
  [/\blook(?:s|ed|ing)? (?:at(?! camera)|now|closer|will cost)\b/, 'assess, review'],
  [/\blooking\b(?! (?:at|into the) camera)/, 'assessing'],
  [/\bhand(?:s|ed|ing)? in\b/, 'submit'],
  [/\bon (?:its|their) way\b/, 'waiting for results'],
  [/\btold of\b|\bit told\b/, 'assessed'],
  [/\bnobody (?:knows|has|looked)\b/, 'not assessed, unknown'],
  [/\bturn(?:ed)? (?:the order |it )?around\b/, 'reverse, invert'],
  [/\bwith more air\b/, 'compact view'],
  [/\bas what it is taken for\b/, 'suggested style'],
  [/\bgo(?:es)? on\b/, 'continue'],
  [/\bfor good\b/, 'permanently'],
  [/\bto make\b/, 'to generate'],
  [/\bto(?:o| be) (?:many|made)\b/, 'extra, generated'],
  [/\bleft alone\b/, 'skipped'],
  [/\bin step\b/, 'up to date'],
  [/\bin order\b/, 'no problems found'],
  [/\bdearest\b/, 'most expensive'],
  [/\bany more\b/, 'no longer'],
  [/\bcarr(?:y|ies) (?:\w+ )?out\b/, 'run'],
  [/\bvanished\b/, 'missing'],
  [/^Empty: /, 'Blank:'],
  [/\bthe bill\b/, 'the cost'],
  [/\boutrank/, 'override'],
  [/\bsorted by (?:you|hand)\b/, 'classified by you'],
]

/** Correct uses of these phrases. */
const ALLOWED = [
  // A plan's note on skipped images, followed by the reason.
  /left alone/,
  // Correct with requests, files or actors.
  /too many (?:for|requests)/,
]

const SQL = /\b(?:SELECT|INSERT INTO|UPDATE|DELETE FROM|CREATE TABLE|ALTER TABLE) /

interface Literal {
  readonly place: string
  readonly text: string
}

/** Returns string and template literals that users may read: two words or more, outside of comments. */
function literalsOf(path: string, code: string): readonly Literal[] {
  const lines = code.split('\n').map((line) => (/^\s*(?:\/\/|\*|\/\*)/.test(line) ? '' : line))
  return lines.flatMap((line, at) =>
    [...line.matchAll(/'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|`((?:[^`\\]|\\.)*)`?/g)].flatMap((match) => {
      const text = (match[1] ?? match[2] ?? match[3] ?? '').replaceAll(/\$\{[^}]*\}/g, '…')
      return /[a-z’…]+ [a-z…]/i.test(text) && !SQL.test(text) ? [{ place: `${path}:${at + 1}`, text }] : []
    }),
  )
}

const literals = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .map((path) => path.replaceAll('\\', '/'))
  .filter((path) => /\.tsx?$/.test(path))
  // Prompts for vision models and text written into files are not part of the interface.
  .filter((path) => !/evaluation\/(?:openai|vision)\/(?:instructions|request|schema)|generation\/prompts/.test(path))
  .flatMap((path) => literalsOf(path, readFileSync(join(SRC, path), 'utf8')))

test('the check sees messages of the window, the core and the command line', () => {
  for (const part of ['renderer/src/base/strings/', 'main/operations/', 'main/hosts/cli/'])
    expect(literals.filter(({ place }) => place.startsWith(part)).length).toBeGreaterThan(20)
})

test('no message says what nobody would write in Lightroom or Linear', () => {
  const wrong = literals.flatMap(({ place, text }) =>
    RETIRED.filter(
      ([phrase]) => new RegExp(phrase, 'i').test(text) && !ALLOWED.some((allowed) => allowed.test(text)),
    ).map(([phrase, instead]) => `${place}: “${text}” (${phrase.source} → ${instead})`),
  )
  expect(wrong).toEqual([])
})
