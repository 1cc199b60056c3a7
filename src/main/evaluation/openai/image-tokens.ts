/** Values of `detail`; `auto` is what a request without it gets. */
export type Detail = 'low' | 'high' | 'original' | 'auto'

/** Limits of an image, which is shrunk to fit `side`, then to at most `patches` patches of 32 px. */
interface PatchLimit {
  readonly side: number
  readonly patches: number
}

type Family =
  | {
      readonly by: 'patch'
      readonly perPatch: number
      readonly limits: Readonly<Record<Detail, PatchLimit>>
    }
  | { readonly by: 'tile'; readonly base: number; readonly perTile: number }

const LOW = { side: 512, patches: Infinity }
const HIGH = { side: 2048, patches: 2500 }
const WIDE = { side: 2048, patches: 6144 }
const LARGE = { side: 6000, patches: 10_000 }
const WHOLE = { side: 65_535, patches: Infinity }

const patch = (
  perPatch: number,
  low: PatchLimit,
  high: PatchLimit,
  original: PatchLimit,
  auto: PatchLimit,
): Family => ({
  by: 'patch',
  perPatch,
  limits: { low, high, original, auto },
})
const wide = (perPatch: number): Family => patch(perPatch, WIDE, WIDE, WIDE, WIDE)
const tile = (base: number, perTile: number): Family => ({ by: 'tile', base, perTile })

/**
 * Families by the start of a model's name, first match first; from OpenAI's guide "Images and vision" of August 2026. gpt-6 is assumed to
 * count as 5.6 does.
 */
const FAMILIES: readonly (readonly [RegExp, Family])[] = [
  [/^gpt-(5\.6|6)/, patch(1.2, LOW, HIGH, WHOLE, WHOLE)],
  [/^gpt-5\.5/, patch(1.2, LOW, HIGH, LARGE, LARGE)],
  [/^gpt-5\.4/, patch(1.2, WIDE, HIGH, LARGE, HIGH)],
  [/^gpt-5\.2/, wide(1.2)],
  [/^gpt-5-mini/, wide(1.2)],
  [/^gpt-5-nano/, wide(1.5)],
  [/^gpt-4\.1-mini/, wide(1.62)],
  [/^gpt-4\.1-nano/, wide(2.46)],
  [/^o4-mini/, wide(1.72)],
  [/^gpt-5(\.1)?(-|$)/, tile(70, 140)],
  [/^(gpt-4o-mini)/, tile(2833, 5667)],
  [/^gpt-4(o|\.1)(-|$)/, tile(85, 170)],
  [/^o[13](-|$)/, tile(75, 150)],
]

const PATCH = 32
const TILE = 512

export type Sight = 'patch' | 'tile' | 'unknown'

/** Returns how a model splits a picture; "unknown" for the models of other makers. */
export const sightOf = (model: string): Sight => familyOf(model)?.by ?? 'unknown'

/** Returns the input tokens of one picture. For an unknown model it is a rough guess by the newest rule. */
export function imageTokens(model: string, width: number, height: number, detail: Detail): number {
  const family = familyOf(model) ?? patch(1.2, LOW, HIGH, HIGH, HIGH)
  if (family.by === 'patch') {
    // Rounding of the product must not add a token: 1000 × 1.2 is 1200.
    return Math.ceil(Number((patches(width, height, family.limits[detail]) * family.perPatch).toFixed(6)))
  }
  return family.base + (detail === 'low' ? 0 : family.perTile * tiles(width, height))
}

const familyOf = (model: string): Family | undefined => FAMILIES.find(([name]) => name.test(model))?.[1]

function patches(width: number, height: number, { side, patches: most }: PatchLimit): number {
  const shrink = Math.min(1, side / Math.max(width, height))
  const [w, h] = [Math.round(width * shrink), Math.round(height * shrink)]
  const count = Math.ceil(w / PATCH) * Math.ceil(h / PATCH)
  if (count <= most) return count
  const fit = Math.sqrt((PATCH * PATCH * most) / (w * h))
  const whole = (length: number): number => Math.floor((length * fit) / PATCH) / ((length * fit) / PATCH)
  const factor = fit * Math.min(whole(w), whole(h))
  // The factor makes one side whole patches; 1e-6 makes up for what floating point lost.
  const covered = (length: number): number => Math.ceil(Math.floor(length * factor + 1e-6) / PATCH)
  return covered(w) * covered(h)
}

function tiles(width: number, height: number): number {
  const fit = Math.min(1, 2048 / Math.max(width, height))
  const short = Math.min(width, height) * fit
  const shrink = fit * Math.min(1, 768 / short)
  return Math.ceil(Math.round(width * shrink) / TILE) * Math.ceil(Math.round(height * shrink) / TILE)
}
