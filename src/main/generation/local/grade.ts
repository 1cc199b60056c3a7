import { mapPicture, type Picture } from './plane.ts'

/** Effect of a prompt's light on the colours: a cast from shadows to lights and a contrast about the middle. */
export interface Light {
  readonly warmth: number
  readonly contrast: number
  readonly exposure: number
}

const LIGHTS: readonly (readonly [RegExp, Light])[] = [
  [/lamp|candle|fire|tungsten|lantern/i, { warmth: 1, contrast: 1.08, exposure: -0.04 }],
  [/golden|sunset|sunrise|dawn|dusk|evening|warm/i, { warmth: 0.7, contrast: 1.02, exposure: 0 }],
  [/moon|night|neon|blue hour|twilight/i, { warmth: -0.9, contrast: 1.1, exposure: -0.06 }],
  [/overcast|window|north|fog|mist|rain|snow|cold|cool/i, { warmth: -0.4, contrast: 0.96, exposure: 0.01 }],
  [/hard|noir|dramatic|chiaroscuro|rim|spot|low.key/i, { warmth: 0.1, contrast: 1.2, exposure: -0.03 }],
]

export const lightOf = (words: string | undefined): Light =>
  LIGHTS.find(([pattern]) => pattern.test(words ?? ''))?.[1] ?? { warmth: 0.12, contrast: 1.03, exposure: 0 }

/** Applies a light. Warm light raises red and lowers blue in the lights and leaves the shadows nearly neutral; cold light the reverse. */
export function grade(picture: Picture, { warmth, contrast, exposure }: Light, strength = 1): Picture {
  const scale = 1 + (contrast - 1) * strength
  return mapPicture(picture, (r, g, b) => {
    const tone = 0.2126 * r + 0.7152 * g + 0.0722 * b
    const cast = warmth * strength * 0.09 * (0.35 + 0.65 * tone)
    const curve = (value: number): number => 0.5 + (value - 0.5) * scale + exposure * strength
    return [curve(r + cast), curve(g + cast * 0.12), curve(b - cast)]
  })
}
