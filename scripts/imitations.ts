/**
 * Imitations of drawing techniques and of printing, made from pixels: more techniques than the labelled sources hold, so that a model
 * learns what they have in common. All take and give RGB bytes of one size.
 */
export interface Picture {
  readonly width: number
  readonly height: number
  readonly rgb: Uint8Array
}

/** Numbers 0..1 from a seed (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

type Random = () => number
const between = (random: Random, low: number, high: number): number => low + (high - low) * random()

/** Brushed paint: every pixel takes the mean of the calmest of the four squares beside it (Kuwahara 1976). */
function brushed({ width, height, rgb }: Picture, radius: number): Picture {
  const sums = [0, 1, 2, 3, 4].map(() => new Float64Array((width + 1) * (height + 1)))
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const i = (y * width + x) * 3
      const grey = 0.299 * rgb[i]! + 0.587 * rgb[i + 1]! + 0.114 * rgb[i + 2]!
      const values = [rgb[i]!, rgb[i + 1]!, rgb[i + 2]!, grey, grey * grey]
      const at = (y + 1) * (width + 1) + x + 1
      for (let c = 0; c < 5; c++)
        sums[c]![at] = values[c]! + sums[c]![at - 1]! + sums[c]![at - width - 1]! - sums[c]![at - width - 2]!
    }
  const out = new Uint8Array(rgb.length)
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      let calmest = Infinity
      for (let quadrant = 0; quadrant < 4; quadrant++) {
        const left = Math.max(0, quadrant & 1 ? x : x - radius)
        const right = Math.min(width, quadrant & 1 ? x + radius + 1 : x + 1)
        const top = Math.max(0, quadrant & 2 ? y : y - radius)
        const bottom = Math.min(height, quadrant & 2 ? y + radius + 1 : y + 1)
        const area = (right - left) * (bottom - top)
        const mean = (c: number): number =>
          (sums[c]![bottom * (width + 1) + right]! -
            sums[c]![top * (width + 1) + right]! -
            sums[c]![bottom * (width + 1) + left]! +
            sums[c]![top * (width + 1) + left]!) /
          area
        const variance = mean(4) - mean(3) ** 2
        if (variance >= calmest) continue
        calmest = variance
        for (let c = 0; c < 3; c++) out[(y * width + x) * 3 + c] = mean(c)
      }
    }
  return { width, height, rgb: out }
}

const greyOf = ({ rgb, width, height }: Picture): Float32Array =>
  Float32Array.from(
    { length: width * height },
    (_, i) => 0.299 * rgb[3 * i]! + 0.587 * rgb[3 * i + 1]! + 0.114 * rgb[3 * i + 2]!,
  )

/** Mean over a square of side 2·radius + 1, twice: close to a Gaussian. */
function blurred(plane: Float32Array, width: number, height: number, radius: number): Float32Array {
  let from = plane
  for (let round = 0; round < 2; round++) {
    const across = new Float32Array(from.length)
    const down = new Float32Array(from.length)
    for (let y = 0; y < height; y++)
      for (let x = 0, sum = 0, count = 0, next = 0, last = 0; x < width; x++) {
        while (next < width && next <= x + radius) (sum += from[y * width + next++]!), count++
        while (last < x - radius) (sum -= from[y * width + last++]!), count--
        across[y * width + x] = sum / count
      }
    for (let x = 0; x < width; x++)
      for (let y = 0, sum = 0, count = 0, next = 0, last = 0; y < height; y++) {
        while (next < height && next <= y + radius) (sum += across[next++ * width + x]!), count++
        while (last < y - radius) (sum -= across[last++ * width + x]!), count--
        down[y * width + x] = sum / count
      }
    from = down
  }
  return from
}

/** Stretches so that the darkest and lightest twentieth are black and white. */
function stretched(plane: Float32Array): Float32Array {
  const sorted = plane.toSorted()
  const low = sorted[Math.floor(sorted.length * 0.03)]!
  const high = sorted[Math.floor(sorted.length * 0.97)]!
  return plane.map((value) => (255 * Math.max(0, Math.min(1, (value - low) / Math.max(8, high - low)))) as number)
}

/** Ink of one colour on paper of another, from darkness 0..255 (0 is ink). */
function onPaper(plane: Float32Array, { width, height }: Picture, random: Random): Picture {
  const warm = random() < 0.5 ? 0 : random()
  const paper = [255 - 6 * warm, 255 - 18 * warm, 255 - 60 * warm]
  const ink = [between(random, 0, 50), 0, 0]
  ink[1] = ink[0]! * between(random, 0.7, 1)
  ink[2] = ink[1]! * between(random, 0.7, 1)
  const rgb = new Uint8Array(width * height * 3)
  for (let i = 0; i < width * height; i++)
    for (let c = 0; c < 3; c++) {
      const share = Math.max(0, Math.min(255, plane[i]!)) / 255
      rgb[3 * i + c] = ink[c]! + (paper[c]! - ink[c]!) * share
    }
  return { width, height, rgb }
}

function waves(width: number, height: number, random: Random): Float32Array {
  const terms = Array.from({ length: 4 }, () => ({
    x: between(random, -0.04, 0.04),
    y: between(random, -0.04, 0.04),
    phase: between(random, 0, 6.3),
  }))
  const out = new Float32Array(width * height)
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      out[y * width + x] = terms.reduce((sum, term) => sum + Math.sin(term.x * x + term.y * y + term.phase), 0)
  return out
}

/** Lines that swell with darkness, crossed in the shadows, as in wood and steel engravings. */
function engraved(picture: Picture, random: Random): Picture {
  const { width, height } = picture
  const grey = stretched(blurred(greyOf(picture), width, height, 1))
  const bend = waves(width, height, random)
  const period = between(random, 2.6, 5.5)
  const angle = between(random, 0, Math.PI)
  const second = angle + between(random, 0.6, 1.5)
  const bent = between(random, 0.5, 4)
  const relief = between(random, 0, 0.06)
  const out = new Float32Array(grey.length)
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const i = y * width + x
      const dark = 1 - grey[i]! / 255
      const wave = (theta: number): number =>
        0.5 +
        0.5 *
          Math.cos((2 * Math.PI * (x * Math.cos(theta) + y * Math.sin(theta) + bent * bend[i]! + relief * grey[i]!)) / period)
      const line = Math.max(0, Math.min(1, (wave(angle) - 1.25 * dark + 0.15) * 4))
      const cross = dark < 0.5 ? 1 : Math.max(0, Math.min(1, (wave(second) - 1.6 * (dark - 0.5) + 0.1) * 4))
      out[i] = 255 * (dark < 0.12 ? 1 : Math.min(line, cross))
    }
  return onPaper(out, picture, random)
}

/** Pencil: what is darker than its surroundings, on white. */
function sketched(picture: Picture, random: Random): Picture {
  const { width, height } = picture
  const grey = greyOf(picture)
  const around = blurred(grey, width, height, Math.round(between(random, 2, 8)))
  const shade = between(random, 0, 0.5)
  const grain = between(random, 0, 30)
  return onPaper(
    grey.map((value, i) => {
      const dodge = Math.min(255, (255 * value) / Math.max(1, around[i]!))
      return 255 - 2.2 * (255 - dodge) - shade * (255 - value) + grain * (random() - 0.5)
    }),
    picture,
    random,
  )
}

/** Flat areas in few tones with dark outlines, as in comics and cel animation. */
function celled(picture: Picture, random: Random): Picture {
  const { width, height } = picture
  const flat = brushed(picture, Math.round(between(random, 3, 6)))
  const grey = greyOf(flat)
  const near = blurred(grey, width, height, 1)
  const far = blurred(grey, width, height, 3)
  const steps = Math.round(between(random, 3, 7))
  const vivid = between(random, 1, 1.8)
  const rgb = new Uint8Array(flat.rgb.length)
  const outline = between(random, 2, 7)
  for (let i = 0; i < grey.length; i++) {
    const tone = (Math.round((grey[i]! / 255) * steps) / steps) * 255
    const line = far[i]! - near[i]! > outline ? 0.15 : 1
    for (let c = 0; c < 3; c++)
      rgb[3 * i + c] = Math.max(0, Math.min(255, line * (tone + vivid * (flat.rgb[3 * i + c]! - grey[i]!))))
  }
  return { width, height, rgb }
}

/** Paint on canvas or paper: brushed, of uneven strength, on a rough ground. */
function painted(picture: Picture, random: Random): Picture {
  const { width, height } = picture
  const flat = brushed(brushed(picture, Math.round(between(random, 2, 5))), Math.round(between(random, 1, 3)))
  const patchy = waves(width, height, random)
  const rough = between(random, 0, 14)
  const wash = between(random, 0, 14)
  const vivid = between(random, 0.5, 1.5)
  const pale = random() < 0.4 ? between(random, 0.2, 0.5) : 0
  const grey = greyOf(flat)
  const rgb = new Uint8Array(flat.rgb.length)
  let before = 0
  for (let i = 0; i < grey.length; i++) {
    before = 0.5 * before + rough * (random() - 0.5)
    for (let c = 0; c < 3; c++) {
      const value = grey[i]! + vivid * (flat.rgb[3 * i + c]! - grey[i]!) + wash * patchy[i]! + before
      rgb[3 * i + c] = Math.max(0, Math.min(255, value + pale * (250 - value)))
    }
  }
  return { width, height, rgb }
}

/** A drawing in grey washes or charcoal. */
function washed(picture: Picture, random: Random): Picture {
  const paint = painted(picture, random)
  const grain = between(random, 0, 40)
  return onPaper(
    stretched(greyOf(paint)).map((value) => value + grain * (random() - 0.5)),
    picture,
    random,
  )
}

/** A photograph as old prints show it: one tint, little contrast, grain. */
export function toned(picture: Picture, random: Random): Picture {
  const grain = between(random, 0, 25)
  const [low, high] = [between(random, 0, 60), between(random, 190, 255)]
  const tint = random() < 0.5 ? 0 : random()
  const grey = greyOf(picture)
  const rgb = new Uint8Array(picture.rgb.length)
  for (let i = 0; i < grey.length; i++) {
    const value = low + ((high - low) * grey[i]!) / 255 + grain * (random() - 0.5)
    for (let c = 0; c < 3; c++) rgb[3 * i + c] = Math.max(0, Math.min(255, value + [10, -2, -40][c]! * tint))
  }
  return { ...picture, rgb }
}

/** A photograph or drawing as a book prints it: round dots on a slanted grid. */
export function halftoned(picture: Picture, random: Random): Picture {
  const { width, height } = picture
  const grey = stretched(greyOf(picture))
  const period = between(random, 2.2, 4.5)
  const angle = between(random, 0.5, 1)
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)]
  const soft = between(random, 1.5, 4)
  const out = new Float32Array(grey.length)
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const u = (2 * Math.PI * (x * cos + y * sin)) / period
      const v = (2 * Math.PI * (y * cos - x * sin)) / period
      const dot = 0.5 + 0.25 * (Math.cos(u) + Math.cos(v))
      out[y * width + x] = 255 * Math.max(0, Math.min(1, 0.5 + soft * (grey[y * width + x]! / 255 - dot)))
    }
  return onPaper(out, picture, random)
}

/** Techniques to draw a photograph with, by name. */
export const DRAWN: Readonly<Record<string, (picture: Picture, random: Random) => Picture>> = {
  engraved,
  sketched,
  celled,
  painted,
  washed,
}
