/** The three styles of a set's mix, in the order of every list and lane. */
export const STYLES = ['photorealistic', 'bw_stylized', 'color_stylized'] as const

export type Style = (typeof STYLES)[number]

/** One number per style: counts, shares, gaps. */
export type PerStyle<T = number> = Readonly<Record<Style, T>>

/** Names in sentences: "2 more colour images". */
export const STYLE_NAMES: PerStyle<string> = {
  photorealistic: 'photorealistic',
  bw_stylized: 'black & white',
  color_stylized: 'colour',
}

export const isStyle = (value: unknown): value is Style => STYLES.includes(value as Style)

export const perStyle = <T>(make: (style: Style) => T): PerStyle<T> => ({
  photorealistic: make('photorealistic'),
  bw_stylized: make('bw_stylized'),
  color_stylized: make('color_stylized'),
})

export const sum = (counts: PerStyle): number => STYLES.reduce((total, style) => total + counts[style], 0)
