/** Formats numbers for people. */
const whole = new Intl.NumberFormat('en')

export const count = (value: number): string => whole.format(value)

export function duration(seconds: number): string {
  const rounded = Math.max(0, Math.round(seconds))
  if (rounded < 60) return `${rounded} s`
  if (rounded < 3600) {
    const rest = rounded % 60
    return rest === 0 || rounded >= 600
      ? `${Math.round(rounded / 60)} min`
      : `${Math.floor(rounded / 60)} min ${rest} s`
  }
  const hours = Math.floor(rounded / 3600)
  const minutes = Math.round((rounded % 3600) / 60)
  return minutes === 0 ? `${hours} h` : `${hours} h ${minutes} min`
}

export const money = (usd: number): string => `$${usd.toFixed(2)}`

/** Formats an estimated price. An unknown price or a fraction of a cent is never shown as $0.00. */
export const price = (usd: number | null): string =>
  usd === null ? 'price unknown' : usd > 0 && usd < 0.01 ? 'under $0.01' : money(usd)

export function bytes(value: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB']
  let scaled = value
  let unit = 0
  while (scaled >= 1000 && unit < units.length - 1) {
    scaled /= 1000
    unit++
  }
  return `${unit === 0 || scaled >= 100 ? Math.round(scaled) : scaled.toFixed(1)} ${units[unit]}`
}

export const percent = (share: number): string => `${Math.round(share * 100)} %`

export const when = (iso: string): string =>
  new Date(iso).toLocaleString('en', {
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hour12: false,
  })

/** Returns the time for a moment of today and the date for any other: short enough for a column. */
export function day(iso: string): string {
  const at = new Date(iso)
  const now = new Date()
  if (at.toDateString() === now.toDateString()) {
    return at.toLocaleTimeString('en', { hour: '2-digit', minute: '2-digit', hour12: false })
  }
  const year = at.getFullYear() === now.getFullYear() ? undefined : '2-digit'
  return at.toLocaleDateString('en', { day: 'numeric', month: 'short', year })
}

/** Lets file names wrap after underscores. */
export const breakable = (text: string): string => text.replaceAll('_', '_\u200B')

const PARTS: Readonly<Record<string, string>> = {
  unreadable: 'unread\u00ADable',
  overexposed: 'over\u00ADexposed',
  duplicate: 'dupli\u00ADcate',
  symmetric: 'sym\u00ADmetric',
  distorted: 'dis\u00ADtorted',
}

/** Adds soft hyphens to the long words of tiles, so that small tiles show them in full. */
export const hyphenated = (text: string): string => text.replace(/[a-z]{9,}/g, (word) => PARTS[word] ?? word)
