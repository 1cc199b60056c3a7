import type { Finding } from '../../training/check/check.ts'

/** More findings of one rule than this become one sentence. */
const MOST = 3
/** Files that such a sentence names besides its first. */
const NAMED = 6

const sentence = ({ file, detail }: Finding): string => (file === null ? detail : `${file} ${detail}`)

/** Warnings for people: what holds of many files is said of the first, and the others are named. */
export function warningSentences(findings: readonly Finding[]): readonly string[] {
  const warnings = findings.filter(({ severity }) => severity === 'warning')
  return [...Map.groupBy(warnings, ({ rule }) => rule).values()].flatMap((same) => {
    const [first, ...others] = same
    if (!first || same.length <= MOST || others.some(({ file }) => file === null)) return same.map(sentence)
    const names = others.slice(0, NAMED).map(({ file }) => file?.slice(file.lastIndexOf('/') + 1))
    const more = others.length > NAMED ? ` and ${others.length - NAMED} more` : ''
    return [`${sentence(first)} The same goes for ${names.join(', ')}${more}.`]
  })
}
