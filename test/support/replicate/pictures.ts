import { createHash } from 'node:crypto'
import sharp, { type Sharp } from 'sharp'

export type Look = 'photograph' | 'black and white' | 'colour'

const BLACK_AND_WHITE =
  /black[- ]and[- ]white|pen-and-ink|charcoal (drawing|sketch|figure)|woodcut|\bnoir\b|line drawing|newspaper illustration|etching|sumi|engraving|manga/i
const COLOUR = /watercolou?r|gouache|comic|illustration|painterly|pop-art|oil painting|cartoon/i

/** What a prompt asks for, by its words. */
export const lookOf = (prompt: string): Look => {
  const opening = prompt.slice(0, 160)
  if (BLACK_AND_WHITE.test(opening)) return 'black and white'
  return COLOUR.test(opening) ? 'colour' : 'photograph'
}

export interface PictureOrder {
  readonly base: Uint8Array
  readonly prompt: string
  readonly seed: number
  /** "3:2"; anything else keeps the proportions of the base image. */
  readonly ratio: string
  readonly format: 'png' | 'jpg' | 'webp'
  /** About so many. */
  readonly pixels: number
}

/**
 * A picture made from the base image's own pixels: another part of it in another light, with things around it,
 * and drawn if the prompt says so. The same order gives the same bytes; another seed or prompt gives another picture.
 */
export async function makePicture({ base, prompt, seed, ratio, format, pixels }: PictureOrder): Promise<Buffer> {
  const random = randomOf(`${seed} ${prompt}`)
  const { width, height } = await sizeOf(base, ratio, pixels)
  const size = { width, height }
  const part = await anotherPart(base, size, random)
  const lit = await sharp(part)
    .composite([
      { input: scenery(size, random), blend: 'over' },
      { input: light(size, random), blend: 'multiply' },
    ])
    .removeAlpha()
    .png({ compressionLevel: 1 })
    .toBuffer()
  const look = lookOf(prompt)
  const drawn = look === 'photograph' ? photograph(lit, size, random) : draw(lit, size, random, look)
  return encode(sharp(await drawn), format).toBuffer()
}

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

async function anotherPart(base: Uint8Array, { width, height }: Size, random: Random): Promise<Buffer> {
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
  const turned = await part.png({ compressionLevel: 1 }).toBuffer()
  return sharp(turned)
    .flop(random() < 0.5)
    .png({ compressionLevel: 1 })
    .toBuffer()
}

/** Furniture of a room: bars and discs of strong colours at the edges, so that no two compositions are alike. */
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

/** Film grain. */
async function photograph(lit: Buffer, { width, height }: Size, random: Random): Promise<Buffer> {
  const { data } = await sharp(lit).raw().toBuffer({ resolveWithObject: true })
  const grain = Buffer.alloc(width * height * 3)
  for (let i = 0; i < grain.length; i += 3) {
    const noise = (random() + random() + random() - 1.5) * 16
    for (let channel = i; channel < i + 3; channel++) {
      grain[channel] = Math.max(0, Math.min(255, data[channel]! + noise))
    }
  }
  return sharp(grain, { raw: { width, height, channels: 3 } })
    .png({ compressionLevel: 1 })
    .toBuffer()
}

/** Few flat tones within dark contours and under a hatching: colour on white, or white on what is dark. */
async function draw(lit: Buffer, size: Size, random: Random, look: Exclude<Look, 'photograph'>): Promise<Buffer> {
  const contours = await sharp(lit)
    .greyscale()
    .blur(1.2)
    .convolve({ width: 3, height: 3, kernel: [-1, -1, -1, -1, 8, -1, -1, -1, -1], scale: 1 })
    .linear(-8, 255)
    .toColourspace('srgb')
    .png({ compressionLevel: 1 })
    .toBuffer()
  const smooth = sharp(lit).median(9)
  if (look === 'colour') {
    const flat = await smooth.modulate({ saturation: 1.8 }).png({ palette: true, colours: 10, dither: 0 }).toBuffer()
    const inked = sharp(flat).toColourspace('srgb').removeAlpha()
    return inked
      .composite([
        { input: hatching(size, random, '#fff', `hsl(${Math.floor(random() * 360)} 85% 48%)`), blend: 'multiply' },
        { input: contours, blend: 'multiply' },
      ])
      .png({ compressionLevel: 1 })
      .toBuffer()
  }
  const tones = await smooth.greyscale().normalise().linear(1.5, 10).png({ compressionLevel: 1 }).toBuffer()
  const grey = await sharp(tones)
    .toColourspace('srgb')
    .composite([
      { input: hatching(size, random, '#000', '#fff'), blend: 'screen' },
      { input: contours, blend: 'multiply' },
    ])
    .png({ compressionLevel: 1 })
    .toBuffer()
  return sharp(grey).greyscale().toColourspace('srgb').png({ compressionLevel: 1 }).toBuffer()
}

function hatching(size: Size, random: Random, ground: string, line: string): Buffer {
  const pattern = `<defs><pattern id="h" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(${20 + Math.floor(random() * 50)})"><rect width="7" height="4" fill="${line}"/></pattern></defs>`
  return svg(
    size,
    `${pattern}<rect width="100%" height="100%" fill="${ground}"/><rect width="100%" height="100%" fill="url(#h)"/>`,
  )
}

function encode(image: Sharp, format: PictureOrder['format']): Sharp {
  if (format === 'png') return image.png({ compressionLevel: 1 })
  return format === 'jpg' ? image.jpeg({ quality: 95 }) : image.webp({ quality: 90 })
}

/** Mulberry32 over the first 32 bits of the text's hash. */
function randomOf(text: string): Random {
  let state = createHash('sha256').update(text).digest().readUInt32LE(0)
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let word = Math.imul(state ^ (state >>> 15), state | 1)
    word ^= word + Math.imul(word ^ (word >>> 7), word | 61)
    return ((word ^ (word >>> 14)) >>> 0) / 4294967296
  }
}
