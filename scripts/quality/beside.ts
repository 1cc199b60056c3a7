import { readFileSync } from 'node:fs'
import { basename, join, relative } from 'node:path'
import { z } from 'zod'
import type { Assessment } from '../../src/main/domain/assessment.ts'
import { DATA } from '../labelled-images.ts'
import type { PeerFlags } from './cleanvision.ts'
import { EXPECTED } from './judged.ts'

interface Judged {
  readonly file: string
  readonly opinion: Assessment
  /** The planted defect; '' for none. */
  readonly defect: string
}

/** A person's judgement, after viewing the pictures, of flags that only one of the two programs raises. */
const Verdict = z.object({
  kind: z.string(),
  right: z.enum(['Evencast', 'CleanVision', 'either']),
  why: z.string(),
  files: z.array(z.string()),
})
const verdicts = z.array(Verdict).parse(JSON.parse(readFileSync(join(import.meta.dirname, 'verdicts.json'), 'utf8')))

/** CleanVision's names by ours. `grayscale` is not a defect in sets where half of the images should be without colour. */
const OURS: Readonly<Record<string, string>> = {
  blurry: 'blur',
  light: 'overexposed',
  odd_size: 'low_resolution',
  exact_duplicates: 'exact_duplicate',
  near_duplicates: 'near_duplicate',
}
const NO_FAULT = new Set(['grayscale', 'not_looked_at'])
const COPIES = new Set(['exact_duplicate', 'near_duplicate'])

interface Difference {
  readonly file: string
  readonly kind: string
  readonly by: 'Evencast' | 'CleanVision'
  readonly defect: string
}

/**
 * Writes a section of docs/quality.md: our flags and CleanVision's on the same files. Files of `alone` have no other file beside them that
 * they could duplicate.
 */
export function besideCleanVision(sets: readonly Judged[], alone: readonly Judged[], peer: PeerFlags): string {
  const all = [...sets, ...alone]
  const lone = new Set(alone)
  const name = (file: string): string => relative(DATA, file)
  const ours = new Map(all.map(({ file, opinion }) => [name(file), opinion.issues.map(({ key }): string => key)]))
  // We flag all but one of a group of copies, and CleanVision flags all. That one, and copies with a worse defect, do not count as
  // differences.
  const settled = new Set(
    peer.copies.filter((files) => files.filter((file) => ours.get(file)?.length === 0).length <= 1).flat(),
  )
  const flags = all.map((image) => {
    const file = name(image.file)
    const theirs = (peer.flags[file] ?? [])
      .filter((key) => !NO_FAULT.has(key))
      .map((key) => OURS[key] ?? key)
      .filter((key) => !COPIES.has(key) || !lone.has(image))
    return { file, defect: image.defect, own: ours.get(file) ?? [], theirs }
  })
  const differences = flags.flatMap(({ file, defect, own, theirs }): Difference[] => [
    ...own.filter((kind) => !theirs.includes(kind)).map((kind): Difference => ({ file, kind, by: 'Evencast', defect })),
    ...theirs
      .filter(
        (kind) =>
          !own.includes(kind) && !(COPIES.has(kind) && (settled.has(file) || own.some((key) => COPIES.has(key)))),
      )
      .map((kind): Difference => ({ file, kind, by: 'CleanVision', defect })),
  ])
  const judged = differences.map((difference) => ({ ...difference, ...verdictOn(difference) }))
  const kinds = [...new Set(flags.flatMap(({ own, theirs }) => [...own, ...theirs]))].toSorted()
  const wrong = (kind: string, by: Difference['by']): number =>
    judged.filter((one) => one.kind === kind && one.by === by && one.right !== by && one.right !== 'either').length
  const damaged = flags.filter(({ defect }) => defect !== '')
  const found = (keys: 'own' | 'theirs'): number =>
    damaged.filter((image) => image[keys].some((key) => EXPECTED[image.defect]?.some((expected) => expected === key)))
      .length
  const undamaged = flags.filter(({ defect }) => defect === '')
  const falsely = (by: Difference['by']): number =>
    new Set(judged.filter((one) => one.by === by && one.right !== by && one.right !== 'either').map(({ file }) => file))
      .size
  const notLookedAt = all.filter(({ file }) => peer.flags[name(file)]?.includes('not_looked_at')).length
  return `## Beside CleanVision

${all.length} files: the seven actors set by set, and every image of \`styles\` alone. CleanVision ${peer.version}, with its own thresholds. Asked again by
\`npm run measure:quality -- --cleanvision PYTHON\`; what it said last lies in \`scripts/quality/cleanvision.json\`, and who is right, by looking at
each picture, in \`scripts/quality/verdicts.json\`. It cannot look at ${notLookedAt} grey pictures with transparency, which end it, so these were kept from it.

| | Evencast | CleanVision |
|---|---|---|
| damaged on purpose, found and rightly named | ${found('own')} of ${damaged.length} | ${found('theirs')} of ${damaged.length} |
| undamaged, flagged wrongly | ${falsely('Evencast')} of ${undamaged.length} (${share(falsely('Evencast'), undamaged.length)}) | ${falsely('CleanVision')} of ${undamaged.length} (${share(falsely('CleanVision'), undamaged.length)}) |

| flag | Evencast | of these wrong | CleanVision | of these wrong | both |
|---|---|---|---|---|---|
${kinds
  .map((kind) => {
    const own = flags.filter((image) => image.own.includes(kind))
    const theirs = flags.filter((image) => image.theirs.includes(kind))
    const both = own.filter((image) => theirs.includes(image)).length
    return `| ${kind} | ${own.length} | ${wrong(kind, 'Evencast')} | ${theirs.length} | ${wrong(kind, 'CleanVision')} | ${both} |`
  })
  .join('\n')}

CleanVision flags every copy of a picture, Evencast all but the one that stays; that alone is no difference. Every image where the two differ:

| flag | by | who is right | why | images |
|---|---|---|---|---|
${[...Map.groupBy(judged, ({ kind, by, right, why }) => `${kind} | ${by} alone | ${right} | ${why}`)]
  .map(([row, of]) => `| ${row} | ${of.map(({ file }) => basename(file)).join(', ')} |`)
  .join('\n')}
`
}

const share = (part: number, whole: number): string => `${((100 * part) / whole).toFixed(1)} %`

function verdictOn({
  file,
  kind,
  by,
  defect,
}: Difference): Pick<z.infer<typeof Verdict>, 'why'> & { readonly right: string } {
  if (by === 'Evencast' && EXPECTED[defect]?.some((key) => key === kind))
    return { right: 'Evencast', why: `damaged on purpose (${defect})` }
  return (
    verdicts.find((verdict) => verdict.kind === kind && verdict.files.includes(basename(file))) ?? {
      right: 'not looked at',
      why: '',
    }
  )
}
