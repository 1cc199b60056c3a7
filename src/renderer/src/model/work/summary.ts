import type { PlanView } from '../../../../main/contract/views.ts'

export interface PlanSummary {
  readonly actors: number
  readonly out: number
  readonly in: number
  readonly skipped: number
  /** Cost of images and their checks, as a run counts it; null when a price is unknown. */
  readonly costUsd: number | null
  readonly seconds: number
  readonly stale: number
  readonly warnings: number
}

/** Returns true when a deletion is executed: neither skipped nor held back for a replacement that is not generated. */
export const goes = (step: { readonly skipped: boolean; readonly held: boolean }): boolean =>
  !step.skipped && !step.held

/** Sums what the plans would do; skipped steps are counted apart. */
export function summarise(plans: readonly PlanView[]): PlanSummary {
  const total = { actors: 0, out: 0, in: 0, skipped: 0, seconds: 0, stale: 0, warnings: 0 }
  let costUsd: number | null = 0
  for (const plan of plans) {
    const out = plan.deletions.filter(goes).length
    const made = plan.generations.filter((step) => !step.skipped).length
    total.actors += out + made > 0 ? 1 : 0
    total.out += out
    total.in += made
    total.skipped += plan.deletions.length + plan.generations.length - out - made
    costUsd = costUsd === null || plan.totalUsd === null ? null : costUsd + plan.totalUsd
    total.seconds += plan.seconds
    total.stale += plan.stale ? 1 : 0
    total.warnings += plan.warnings.length + plan.shortfalls.length
  }
  return { ...total, costUsd }
}

/** Matches openings such as "A gouache illustration of the character …" or "Repaint the character as a watercolour: …". */
const OPENING = /^[^.:]{0,80}?\bthe (?:same )?(?:character|person|figure|subject)\b(?: as an? [^.:]{0,40}:)?/i

/** Shortens a prompt to the part that distinguishes it, without what its title already says, cut at a word. */
export function shortPrompt(prompt: string, title: string, most = 84): string {
  const named = prompt.toLowerCase().startsWith(title.toLowerCase()) ? prompt.slice(title.length) : prompt
  const text = named.replace(OPENING, '').replace(/^[\s,:.–-]+/, '')
  if (text.length <= most) return text
  const cut = text.slice(0, most)
  return `${cut.slice(0, Math.max(cut.lastIndexOf(' '), most / 2)).replace(/[,;.\s]+$/, '')}…`
}
