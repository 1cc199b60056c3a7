import { blurPicture, gaussian } from './blur.ts'
import { grade, type Light } from './grade.ts'
import { standardise, whiteNoise } from './noise.ts'
import { clamp, mapPicture, type Picture } from './plane.ts'
import type { Random } from './random.ts'

/**
 * Finishes a new framing of a photograph: the crop exists already and gets a grade, a light vignette and film grain. Invents no view, light
 * or expression that the photograph does not contain.
 */
export function reframe(picture: Picture, scale: number, light: Light, random: Random, monochrome: boolean): Picture {
  const { width, height } = picture
  // Enlargement shows compression blocks, so a slight blur hides them before the grain is added, as a lens would.
  const soft = scale > 2 ? blurPicture(picture, Math.min(1.3, scale * 0.22)) : picture
  const neutral = { ...light, warmth: monochrome ? 0 : light.warmth }
  const graded = grade(soft, neutral)
  const grain = standardise(gaussian(whiteNoise(width, height, random), 0.75)).data
  const amount = random.between(0.012, 0.02)
  const depth = random.between(0.1, 0.18)
  const [cx, cy] = [width * random.between(0.44, 0.56), height * random.between(0.4, 0.5)]
  const reach = Math.hypot(width, height) / 2
  return mapPicture(graded, (r, g, b, i) => {
    const distance = Math.sqrt(((i % width) - cx) ** 2 + (Math.floor(i / width) - cy) ** 2) / reach
    const shade = 1 - depth * distance ** 2.4
    const tone = clamp(0.2126 * r + 0.7152 * g + 0.0722 * b)
    // Silver grain is strongest in the middle tones.
    const speck = grain[i]! * amount * (0.4 + 2.4 * tone * (1 - tone))
    return [r * shade + speck, g * shade + speck, b * shade + speck]
  })
}
