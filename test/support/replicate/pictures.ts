import { createHash } from 'node:crypto'
import sharp, { type OverlayOptions, type Sharp } from 'sharp'

export type Look = 'photograph' | 'black and white' | 'colour'

const BLACK_AND_WHITE =
  /black[- ]and[- ]white|pen-and-ink|charcoal (drawing|sketch|figure)|woodcut|\bnoir\b|line drawing|newspaper illustration|etching|sumi|engraving|manga/i
const COLOUR = /watercolou?r|gouache|comic|illustration|painterly|pop-art|oil painting|cartoon/i

/** Returns the look that a prompt's words ask for. */
export const lookOf = (prompt: string): Look => {
  const opening = prompt.slice(0, 160)
  if (BLACK_AND_WHITE.test(opening)) return 'black and white'
  return COLOUR.test(opening) ? 'colour' : 'photograph'
}

export interface PictureOrder {
  readonly base: Uint8Array
  readonly prompt: string
  readonly seed: number
  /** An aspect ratio such as "3:2"; anything else keeps the proportions of the base image. */
  readonly ratio: string
  readonly format: 'png' | 'jpg' | 'webp'
  /** Approximate number of pixels. */
  readonly pixels: number
}

/**
 * Makes a picture from the base image's pixels: another crop in another light, with objects around it, and drawn if the prompt says so. The
 * same order gives the same bytes; another seed or prompt gives another picture.
 */
export async function makePicture({ base, prompt, seed, ratio, format, pixels }: PictureOrder): Promise<Buffer> {
  const random = randomOf(`${seed} ${prompt}`)
  const { width, height } = await sizeOf(base, ratio, pixels)
  const size = { width, height }
  const part = await anotherPart(base, size, random)
  const lit = await pixelsOf(
    opened(part)
      .composite([
        { input: scenery(size, random), blend: 'over' },
        { input: light(size, random), blend: 'multiply' },
      ])
      .removeAlpha(),
  )
  const look = lookOf(prompt)
  return encode(look === 'photograph' ? photograph(lit, random) : await draw(lit, random, look), format).toBuffer()
}

/** Raw pixels between two steps, because encoding and decoding would take longer than most steps. */
interface Pixels {
  readonly data: Buffer
  readonly info: { readonly width: number; readonly height: number; readonly channels: 1 | 2 | 3 | 4 }
}

const pixelsOf = (image: Sharp): Promise<Pixels> => image.raw().toBuffer({ resolveWithObject: true })
const opened = ({ data, info: { width, height, channels } }: Pixels): Sharp =>
  sharp(data, { raw: { width, height, channels } })
const over = ({ data, info: { width, height, channels } }: Pixels, blend: OverlayOptions['blend']): OverlayOptions => ({
  input: data,
  raw: { width, height, channels },
  blend,
})

async function sizeOf(base: Uint8Array, ratio: string, pixels: number): Promise<{ width: number; height: number }> {
  const [, w, h] = /^(\d+):(\d+)$/.exec(ratio) ?? []
  const { width, height } = await sharp(base).metadata()
  const proportion = w === undefined ? width / height : Number(w) / Number(h)
  return { width: Math.round(Math.sqrt(pixels * proportion)), height: Math.round(Math.sqrt(pixels / proportion)) }
}

interface Size {
  readonly width: number
  readonly height: number
}
type Random = () => number

async function anotherPart(base: Uint8Array, { width, height }: Size, random: Random): Promise<Pixels> {
  const zoom = 1.25 + random() * 0.75
  const large = { width: Math.ceil(width * zoom), height: Math.ceil(height * zoom) }
  const part = sharp(base)
    .flatten({ background: '#fff' })
    .toColourspace('srgb')
    .resize(large.width, large.height, { fit: 'cover' })
    .extract({
      left: Math.floor(random() * (large.width - width)),
      top: Math.floor(random() * (large.height - height)),
      width,
      height,
    })
  return pixelsOf(opened(await pixelsOf(part)).flop(random() < 0.5))
}

/** Draws bars and discs of strong colours at the edges, so that no two compositions are alike. */
function scenery({ width, height }: Size, random: Random): Buffer {
  const things = Array.from({ length: 7 }, () => {
    const colour = `hsl(${Math.floor(random() * 360)} ${55 + Math.floor(random() * 40)}% ${25 + Math.floor(random() * 45)}%)`
    const x = Math.floor((random() < 0.5 ? random() * 0.3 : 0.7 + random() * 0.3) * width)
    const y = Math.floor(random() * height)
    const long = Math.floor((0.1 + random() * 0.3) * height)
    return random() < 0.5
      ? `<rect x="${x}" y="${y}" width="${Math.floor(long / 3)}" height="${long}" fill="${colour}" transform="rotate(${Math.floor(random() * 50 - 25)} ${x} ${y})"/>`
      : `<circle cx="${x}" cy="${y}" r="${Math.floor(long / 2.5)}" fill="${colour}"/>`
  })
  return svg({ width, height }, things.join(''))
}

function light(size: Size, random: Random): Buffer {
  const angle = Math.floor(random() * 360)
  return svg(
    size,
    `<defs><linearGradient id="g" gradientTransform="rotate(${angle} .5 .5)"><stop stop-color="#fff"/><stop offset="1" stop-color="#7c7f8c"/></linearGradient></defs><rect width="100%" height="100%" fill="url(#g)"/>`,
  )
}

const svg = ({ width, height }: Size, content: string): Buffer =>
  Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${content}</svg>`)

/** Adds film grain. */
function photograph({ data, info }: Pixels, random: Random): Sharp {
  const grain = Buffer.alloc(data.length)
  for (let i = 0; i < grain.length; i += 3) {
    const noise = (random() + random() + random() - 1.5) * 16
    for (let channel = i; channel < i + 3; channel++) {
      grain[channel] = Math.max(0, Math.min(255, data[channel]! + noise))
    }
  }
  return opened({ data: grain, info })
}

/** Draws a few flat tones with dark contours and hatching: colour on white, or white on the dark parts. */
async function draw(lit: Pixels, random: Random, look: Exclude<Look, 'photograph'>): Promise<Sharp> {
  const contours = await pixelsOf(
    opened(lit)
      .greyscale()
      .blur(1.2)
      .convolve({ width: 3, height: 3, kernel: [-1, -1, -1, -1, 8, -1, -1, -1, -1], scale: 1 })
      .linear(-8, 255)
      .toColourspace('srgb'),
  )
  const smooth = opened(lit).median(9)
  if (look === 'colour') {
    const flat = await smooth
      .modulate({ saturation: 1.8 })
      .png({ palette: true, colours: 10, dither: 0, effort: 1 })
      .toBuffer()
    const inked = sharp(flat).toColourspace('srgb').removeAlpha()
    return inked.composite([
      over(hatching(lit.info, random, WHITE, colourOf(Math.floor(random() * 360))), 'multiply'),
      over(contours, 'multiply'),
    ])
  }
  const tones = await pixelsOf(smooth.greyscale().normalise().linear(1.5, 10))
  const grey = opened(tones)
    .toColourspace('srgb')
    .composite([over(hatching(lit.info, random, BLACK, WHITE), 'screen'), over(contours, 'multiply')])
  return opened(await pixelsOf(grey))
    .greyscale()
    .toColourspace('srgb')
}

type Colour = readonly [red: number, green: number, blue: number]
const WHITE: Colour = [255, 255, 255]
const BLACK: Colour = [0, 0, 0]

/** Returns a strong colour of this hue in degrees: `hsl(hue 85% 48%)`. */
function colourOf(hue: number): Colour {
  const channel = (n: number): number => {
    const at = (n + hue / 30) % 12
    return Math.round(255 * (0.48 - 0.408 * Math.max(-1, Math.min(at - 3, 9 - at, 1))))
  }
  return [channel(0), channel(8), channel(4)]
}

const STROKE = 4
const PERIOD = 7

/** Draws parallel strokes with soft edges. An SVG would take longer than the rest of the picture. */
function hatching({ width, height }: Size, random: Random, ground: Colour, line: Colour): Pixels {
  const angle = ((20 + Math.floor(random() * 50)) * Math.PI) / 180
  const [across, down] = [-Math.sin(angle), Math.cos(angle)]
  const data = Buffer.alloc(width * height * 3)
  for (let y = 0, i = 0; y < height; y++)
    for (let x = 0; x < width; x++, i += 3) {
      const place = x * across + y * down
      const within = place - Math.floor(place / PERIOD) * PERIOD
      const away = Math.abs(within - STROKE / 2)
      const share = Math.max(0, Math.min(1, STROKE / 2 + 0.5 - Math.min(away, PERIOD - away)))
      for (let c = 0; c < 3; c++) data[i + c] = ground[c]! + (line[c]! - ground[c]!) * share
    }
  return { data, info: { width, height, channels: 3 } }
}

function encode(image: Sharp, format: PictureOrder['format']): Sharp {
  if (format === 'png') return image.png({ compressionLevel: 1 })
  return format === 'jpg' ? image.jpeg({ quality: 95 }) : image.webp({ quality: 90 })
}

/** Creates mulberry32 from the first 32 bits of the text's hash. */
function randomOf(text: string): Random {
  let state = createHash('sha256').update(text).digest().readUInt32LE(0)
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let word = Math.imul(state ^ (state >>> 15), state | 1)
    word ^= word + Math.imul(word ^ (word >>> 7), word | 61)
    return ((word ^ (word >>> 14)) >>> 0) / 4294967296
  }
}
