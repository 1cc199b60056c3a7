import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { differenceHash, frequencyHash, mirrored } from '../../../../src/main/evaluation/local/hash.ts'

/** Draws a head with hair and shoulders in a shaded room, with enough tones and hues to distinguish renderings. */
const portrait = (width: number, height: number): string => `
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 500" width="${width}" height="${height}" preserveAspectRatio="none">
  <defs>
    <linearGradient id="room" x2="1" y2="1"><stop stop-color="#b7c9cf"/><stop offset="1" stop-color="#41606f"/></linearGradient>
    <radialGradient id="skin" cx=".4" cy=".4"><stop stop-color="#f0c3a0"/><stop offset="1" stop-color="#b9764f"/></radialGradient>
  </defs>
  <rect width="400" height="500" fill="url(#room)"/>
  <rect x="20" y="40" width="70" height="380" fill="#7d3b34"/><rect x="320" y="0" width="50" height="300" fill="#d8cfae"/>
  <path d="M60 500 Q80 350 200 340 Q330 350 350 500Z" fill="#27406b"/><path d="M170 345 L200 430 L232 345Z" fill="#f4f1e8"/>
  <path d="M175 290 h55 v60 l-28 22 l-27 -22Z" fill="#a9673f"/>
  <ellipse cx="202" cy="215" rx="78" ry="102" fill="url(#skin)"/>
  <path d="M118 220 Q105 95 205 95 Q300 95 288 225 Q270 150 225 150 Q150 150 118 220Z" fill="#3a2419"/>
  <ellipse cx="172" cy="212" rx="12" ry="7" fill="#231a17"/><ellipse cx="234" cy="212" rx="12" ry="7" fill="#231a17"/>
  <path d="M200 215 l-9 42 h20" fill="none" stroke="#8d5233" stroke-width="5"/>
  <path d="M172 278 Q202 298 232 276" fill="none" stroke="#8a3330" stroke-width="7"/>
</svg>`

const drawing = `
<svg xmlns="http://www.w3.org/2000/svg" width="380" height="480"><rect width="100%" height="100%" fill="#efe3c6"/>
  <g fill="none" stroke="#1d1a15" stroke-width="4"><ellipse cx="190" cy="150" rx="62" ry="80"/><path d="M128 140 Q130 50 195 60 Q262 60 252 150"/>
  <path d="M70 440 Q90 260 190 245 Q300 260 315 440"/><path d="M165 140 h14 M205 140 h14 M170 190 q20 14 40 0"/></g></svg>`

/** Writes the generated sources into `folder` and returns their paths. */
export async function writePortraits(folder: string): Promise<Record<'colour' | 'grey' | 'drawing' | 'small', string>> {
  const paths = {
    colour: join(folder, 'colour.png'),
    grey: join(folder, 'grey.jpg'),
    drawing: join(folder, 'drawing.png'),
    small: join(folder, 'small.jpg'),
  }
  const colour = sharp(Buffer.from(portrait(640, 800)))
  await writeFile(paths.colour, await colour.clone().png().toBuffer())
  await writeFile(paths.grey, await colour.clone().greyscale().jpeg().toBuffer())
  await writeFile(paths.drawing, await sharp(Buffer.from(drawing)).png().toBuffer())
  await writeFile(
    paths.small,
    await sharp(Buffer.from(portrait(160, 200)))
      .jpeg({ quality: 60 })
      .toBuffer(),
  )
  return paths
}

export interface Look {
  readonly dhash: string
  readonly phash: string
  readonly flippedDhash: string
  /** Share of pixels with real chroma per 30° of hue. */
  readonly hues: readonly number[]
  /** Largest difference between the channels of any pixel, 0..255. */
  readonly chroma: number
  readonly spread: number
}

export async function lookAt(image: Uint8Array | string): Promise<Look> {
  const small = sharp(image).autoOrient().flatten({ background: '#fff' }).toColourspace('srgb')
  const { data, info } = await small.resize(96, 96, { fit: 'fill' }).raw().toBuffer({ resolveWithObject: true })
  const grey = new Float32Array(info.width * info.height)
  const hues = Array.from({ length: 12 }, () => 0)
  let chroma = 0
  for (let i = 0; i < grey.length; i++) {
    const at = i * info.channels
    const r = data[at]!
    const g = info.channels < 3 ? r : data[at + 1]!
    const b = info.channels < 3 ? r : data[at + 2]!
    grey[i] = 0.299 * r + 0.587 * g + 0.114 * b
    const strength = Math.max(r, g, b) - Math.min(r, g, b)
    chroma = Math.max(chroma, strength)
    if (strength < 40) continue
    const hue = Math.atan2(Math.sqrt(3) * (g - b), 2 * r - g - b) * (180 / Math.PI)
    hues[Math.floor(((hue + 360) % 360) / 30)]! += 1 / grey.length
  }
  const plane = { width: info.width, height: info.height, data: grey }
  const mean = grey.reduce((sum, value) => sum + value, 0) / grey.length
  const spread = Math.sqrt(grey.reduce((sum, value) => sum + (value - mean) ** 2, 0) / grey.length)
  return {
    dhash: differenceHash(plane),
    phash: frequencyHash(plane),
    flippedDhash: differenceHash(mirrored(plane)),
    hues,
    chroma,
    spread,
  }
}

/** Returns the number of differing bits of two hex hashes. */
export const hamming = (p: string, q: string): number =>
  Array.from(p).reduce((bits, digit, i) => {
    const differing = Number.parseInt(digit, 16) ^ Number.parseInt(q[i]!, 16)
    return bits + [1, 2, 4, 8].filter((bit) => (differing & bit) !== 0).length
  }, 0)
