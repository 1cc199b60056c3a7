import { createHash } from 'node:crypto'
import { coloured, common, look, type Sight, type Sign } from './eye.ts'
import { cellsOf } from './pixels.ts'
import { isObject } from './validate.ts'

type Severity = 'none' | 'slight' | 'clear' | 'unclear'

/** One tile's answer, with every key that a question may request. */
export type TileAnswer = Readonly<Record<string, string | number | boolean>>

/** Reads the sheet of a request and answers for its tiles, with the keys that its schema or text requests. */
export async function answerFor(body: Record<string, unknown>): Promise<readonly TileAnswer[]> {
  const url = imageUrl(body)
  const sights = await sightsOf(url)
  const hasBase = /Tile 0 is the base image/.test(textOf(body))
  const base = hasBase ? (sights[0] ?? null) : null
  const close = textOf(body).includes('camera_gaze')
  return (hasBase ? sights.slice(1) : sights).map((sight, i) => describe(i + 1, sight, base, close))
}

/** Many requests of a test send the same sheet, so results are cached. */
const seen = new Map<string, Promise<readonly Sight[]>>()

function sightsOf(url: string): Promise<readonly Sight[]> {
  const name = createHash('sha256').update(url).digest('base64')
  const known = seen.get(name) ?? lookAt(Buffer.from(url.replace(/^data:image\/\w+;base64,/, ''), 'base64'))
  seen.set(name, known)
  return known
}

const lookAt = async (jpeg: Buffer): Promise<readonly Sight[]> => (await cellsOf(jpeg)).map((cell) => look(cell))

function describe(tile: number, sight: Sight, base: Sight | null, close: boolean): TileAnswer {
  const severity = (sign: Sign): Severity => {
    const share = sight.signs[sign]
    return share > 0.03 ? 'clear' : share > 0.01 ? 'slight' : 'none'
  }
  // Colours only distinguish two pictures when both have some.
  const comparable = base !== null && sight.style === base.style && coloured(sight) && coloured(base)
  const other = comparable && common(sight, base) < 0.15
  const identity = base === null ? 'unclear' : other ? 'clear' : severity('identity_mismatch')
  const found = { text: severity('text'), identity_mismatch: identity }
  const closer = {
    camera_gaze: severity('camera_gaze'),
    distortion: severity('distortion'),
    symmetry: severity('symmetry'),
  }
  const all: Readonly<Record<string, Severity>> = close ? { ...found, ...closer } : found
  const bad = Object.entries(all).filter(([, how]) => how === 'clear' || how === 'slight')
  const reject = bad.some(([key, how]) => how === 'clear' && key !== 'camera_gaze' && key !== 'symmetry')
  // On a sheet, eyes and hands are too small to judge, but the double can see that a sign is present.
  const lookCloser = Object.values(sight.signs).some((share) => share > 0.01)
  return {
    tile,
    style: sight.style,
    confidence: sight.confidence,
    ...all,
    verdict: reject ? 'reject' : bad.length > 0 ? 'review' : 'keep',
    reason:
      bad.length > 0
        ? `It shows ${bad.map(([key]) => key.replaceAll('_', ' ')).join(' and ')}.`
        : 'It is a good picture.',
    ...(close ? {} : { look_closer: lookCloser }),
    angle: sight.brightness > 128 ? 'front' : 'profile',
    framing: sight.hues.length > 0 && (sight.hues[12] ?? 0) > 0.5 ? 'bust' : 'full_body',
    expression: 'neutral',
    light: sight.brightness < 60 ? 'dark' : sight.brightness > 190 ? 'soft' : 'hard',
  }
}

function parts(body: Record<string, unknown>): readonly Record<string, unknown>[] {
  const messages = Array.isArray(body['messages']) ? body['messages'].filter(isObject) : []
  return messages.flatMap(({ content }) =>
    Array.isArray(content) ? content.filter(isObject) : [{ type: 'text', text: content }],
  )
}

export const textOf = (body: Record<string, unknown>): string =>
  parts(body)
    .flatMap(({ text }) => (typeof text === 'string' ? [text] : []))
    .join('\n') + JSON.stringify(body['response_format'] ?? '')

/** Returns the data URL of the request's only picture. Throws when there are none or several, or when the address is of another kind. */
export function imageUrl(body: Record<string, unknown>): string {
  const urls = parts(body).flatMap(({ image_url: image }) => (isObject(image) ? [String(image['url'])] : []))
  const [url] = urls
  if (url === undefined || urls.length > 1) throw new Error(`a request holds ${urls.length} pictures`)
  if (!/^data:image\/(jpeg|png|webp);base64,[A-Za-z0-9+/]+=*$/.test(url)) throw new Error('not a data URL of a picture')
  return url
}
