import { isPlainName } from './naming.ts'
import type { Plan } from './plan.ts'
import { type PerStyle, STYLES } from './style.ts'

/** State of the actor at the last scan, against which an edited plan is checked. */
export interface Scanned {
  readonly filenames: ReadonlySet<string>
  /** Images that a person marked to keep. */
  readonly kept: ReadonlySet<string>
  /** Current target, which limits how far the set may shrink. */
  readonly target: PerStyle
  readonly knowsPrompt: (promptId: string) => boolean
}

/**
 * Returns why a plan that was edited by hand cannot run, naming the field; null when it can. The plan may name other images of the actor
 * and more or fewer images to generate, but no file that the last scan did not find and no image that a person keeps.
 */
export function problemOfEdit(plan: Plan, { filenames, kept, target, knowsPrompt }: Scanned): string | null {
  if (plan.current.images !== filenames.size)
    return `current.images is ${plan.current.images}, and there are ${filenames.size}`
  const style = STYLES.find((each) => plan.target[each] !== target[each])
  if (style !== undefined) return `target.${style} is ${plan.target[style]}, and the target is ${target[style]}`
  const seen = new Set<string>()
  for (const [index, { filename }] of plan.deletions.entries()) {
    const where = `deletions.${index}.filename`
    if (!isPlainName(filename)) return `${where} is not a plain file name`
    if (!filenames.has(filename)) return `${where} names ${filename}, which is no image of this actor`
    if (kept.has(filename)) return `${where} names ${filename}, which you keep; release it first`
    if (seen.has(filename)) return `${where} names ${filename} twice`
    seen.add(filename)
  }
  for (const [index, { prompt_id, derived_from }] of plan.generations.entries()) {
    if (!knowsPrompt(prompt_id)) return `generations.${index}.prompt_id is not in the prompt library`
    if (derived_from !== undefined && !isPlainName(derived_from))
      return `generations.${index}.derived_from is not a plain file name`
  }
  return null
}
