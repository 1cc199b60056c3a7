import { perStyle, type PerStyle, STYLES } from './style.ts'
import { wholeParts } from './whole-parts.ts'

/** Number of images that a set should have, and their mix. Shares need not sum to 1; only their proportions count. */
export interface Target {
  readonly total: number
  readonly shares: PerStyle
}

/** 65 / 20 / 15 %: the project's own target; no published source gives one. */
export const DEFAULT_TARGET: Target = {
  total: 20,
  shares: { photorealistic: 65, bw_stylized: 20, color_stylized: 15 },
}

/** Returns whole images per style by the largest-remainder method; ties go to the earlier style. They sum to `total`. */
export function targetCounts({ total, shares }: Target): PerStyle {
  const counts = wholeParts(
    total,
    STYLES.map((style) => shares[style]),
  )
  return perStyle((style) => counts[STYLES.indexOf(style)] ?? 0)
}

/** Mixes to choose from. `standard` is the library's usual one; an illustrated character needs no photographs. */
export const PRESETS = ['standard', 'photographs', 'illustrated'] as const
export type Preset = (typeof PRESETS)[number]

/** Shares. The two illustrated styles keep their proportion of the standard mix, rounded to 5 %. */
export const PRESET_SHARES: Readonly<Record<Preset, PerStyle>> = {
  standard: DEFAULT_TARGET.shares,
  photographs: { photorealistic: 100, bw_stylized: 0, color_stylized: 0 },
  illustrated: { photorealistic: 0, bw_stylized: 55, color_stylized: 45 },
}

/** Returns the preset with this mix, whatever the total; null when there is none. */
export function presetOf(shares: PerStyle): Preset | null {
  const whole = STYLES.reduce((all, style) => all + shares[style], 0)
  const same = (preset: Preset) => {
    const parts = PRESET_SHARES[preset]
    const all = STYLES.reduce((total, style) => total + parts[style], 0)
    return STYLES.every((style) => Math.abs(shares[style] / whole - parts[style] / all) < 0.001)
  }
  return PRESETS.find(same) ?? null
}
