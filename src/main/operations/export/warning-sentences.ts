import type { Finding } from '../../training/check/check.ts'

/** Most findings of one rule that are listed one by one. */
const MOST = 3
/** Most further files that a combined sentence names. */
const NAMED = 6

const sentence = ({ file, detail }: Finding): string => (file === null ? detail : `${file} ${detail}`)

/** Returns warnings as sentences. A warning about many files describes the first and names the others. */
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
