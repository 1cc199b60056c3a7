import { type PerStyle, perStyle, STYLES } from './style.ts'

/** An actor's own target in `actor.json`; missing parts come from the library. */
export interface OwnTarget {
  readonly total?: number
  readonly shares?: PerStyle
  /** Problem with it, as the end of a sentence; null when there is none. */
  readonly problem: string | null
}

export const MOST_IMAGES = 1000
const KEYS: readonly string[] = ['total', 'shares', ...STYLES]

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isShare = (value: unknown): value is number =>
  typeof value === 'number' && Number.isFinite(value) && value >= 0 && value <= 1000

/** Reads the three numbers; a missing style is 0. Returns null when they make no mix. */
function mixIn(raw: Readonly<Record<string, unknown>>): PerStyle | null {
  const given = STYLES.filter((style) => raw[style] !== undefined)
  if (given.some((style) => !isShare(raw[style]))) return null
  const mix = perStyle((style) => {
    const value = raw[style]
    return isShare(value) ? value : 0
  })
  return STYLES.some((style) => mix[style] > 0) ? mix : null
}

/** Returns the total when the numbers are counts of images rather than shares: integers that do not sum to 100. */
function countsIn(mix: PerStyle): number | null {
  const whole = STYLES.reduce((all, style) => all + mix[style], 0)
  const areCounts = STYLES.every((style) => Number.isInteger(mix[style])) && whole > 1 && whole !== 100
  return areCounts && whole <= MOST_IMAGES ? whole : null
}

/**
 * Reads `target` of an `actor.json`: `{ total?, photorealistic?, bw_stylized?, color_stylized? }`, the styles as shares of any scale or,
 * without a total, as numbers of images. The styles may also be nested in `shares: { … }`. Undefined or null means that there is none.
 */
export function readOwnTarget(raw: unknown): OwnTarget | null {
  if (raw === undefined || raw === null) return null
  if (!isObject(raw)) return { problem: 'target is not an object' }
  const unknown = Object.keys(raw).find((key) => !KEYS.includes(key))
  if (unknown !== undefined) return { problem: `target.${unknown.slice(0, 40)} is not known` }
  const { total } = raw
  if (
    total !== undefined &&
    !(typeof total === 'number' && Number.isInteger(total) && total >= 1 && total <= MOST_IMAGES)
  )
    return { problem: `target.total is not a whole number from 1 to ${MOST_IMAGES}` }
  const nested = raw['shares']
  const styles = nested === undefined ? raw : nested
  if (!isObject(styles)) return { problem: 'target.shares is not an object' }
  const stray = Object.keys(styles).find((key) => nested !== undefined && !KEYS.slice(2).includes(key))
  if (stray !== undefined) return { problem: `target.shares.${stray.slice(0, 40)} is not known` }
  const hasMix = STYLES.some((style) => styles[style] !== undefined)
  if (!hasMix) {
    if (total === undefined) return { problem: 'target names neither a total nor a style' }
    return { total, problem: null }
  }
  const mix = mixIn(styles)
  if (mix === null) return { problem: 'target gives no usable mix: each style is a number from 0 to 1000, one above 0' }
  const own = total ?? (nested === undefined ? countsIn(mix) : null)
  return { shares: mix, ...(typeof own === 'number' ? { total: own } : {}), problem: null }
}

/** Returns a target in the form of `actor.json`. */
export const writeOwnTarget = ({
  total,
  shares,
}: {
  readonly total?: number | undefined
  readonly shares: PerStyle
}): Readonly<Record<string, number>> => ({
  ...(total === undefined ? {} : { total }),
  ...shares,
})
