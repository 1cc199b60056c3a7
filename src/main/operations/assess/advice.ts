import type { ImageSummary } from '../../catalog/image-summary.ts'
import { backgroundOfText } from '../../domain/caption/background.ts'
import { counts } from '../../domain/image.ts'
import { shotOfCaption } from '../../domain/caption/shot-of-caption.ts'
import { saysSomething } from '../../domain/opinion.ts'
import { type Advice, adviceFor, NO_SCENE, type SeenImage, type Shot } from '../../domain/shot.ts'
import { type Variety, varietyOf } from '../../domain/variety.ts'
import { inPages } from '../../kit/slices.ts'
import { storedOpinions } from '../vision/due-images.ts'
import type { AssessContext } from './assess-context.ts'

/**
 * Returns which angles, framings, expressions, light and backgrounds the actor's good images lack, according to the vision model or else to
 * captions and prompts. Pixels say nothing about it: even colors around a figure are as often a frame or paper. Null when too little is
 * known.
 */
export const adviceOf = async (context: AssessContext, actorId: string): Promise<Advice | null> =>
  adviceFor(await seenImages(context, actorId))

/** Returns what the actor's good images show, as far as it is known. */
export const varietyOfActor = async (context: AssessContext, actorId: string): Promise<Variety> =>
  varietyOf(await seenImages(context, actorId))

/** Returns the actor's good images with their known scenes. */
export async function seenImages(context: AssessContext, actorId: string): Promise<readonly SeenImage[]> {
  const opinionOf = storedOpinions(context, actorId)
  const seen = (summary: ImageSummary): SeenImage => {
    const caption = summary.caption ?? ''
    // An image that was derived from another one shows what that one does, whatever its prompt asked for.
    const { prompt: asked, promptId } = summary.derivedFrom === null ? summary : NO_PROMPT
    const prompt = (promptId === null ? undefined : context.prompts.find(promptId))?.shot ?? NO_SCENE
    const background = backgroundOfText(caption) ?? prompt.background ?? backgroundOfText(asked ?? '')
    const opinion = opinionOf?.(summary) ?? null
    const origin = summary.filename
    if (opinion !== null && saysSomething(opinion))
      return { origin, scene: { ...opinion.shot, background }, looked: true }
    return { origin, scene: { ...filledIn(shotOfCaption(caption), prompt), background }, looked: false }
  }
  const pageAfter = (last: ImageSummary | undefined, limit: number) =>
    context.catalog.summaries.pageAfter(actorId, last?.filename ?? '', limit)
  const images: SeenImage[] = []
  const sources = new Map<string, string>()
  for await (const page of inPages(pageAfter)) {
    for (const summary of page) sources.set(summary.filename, sourceOf(summary))
    images.push(...page.filter(counts).map(seen))
  }
  return images.map((image) => ({ ...image, origin: originOf(image.origin, sources) }))
}

/** Returns the image that an image was derived from or duplicates; itself when there is none. */
const sourceOf = ({ derivedFrom, issues, filename }: ImageSummary): string =>
  derivedFrom ?? issues.find(({ duplicateOf }) => duplicateOf !== undefined)?.duplicateOf ?? filename

/** Returns the first image in the chain of sources, so that derivatives of a copy count as derivatives of the original. */
function originOf(filename: string, sources: ReadonlyMap<string, string>): string {
  const passed = new Set<string>()
  let at = filename
  for (let source: string | undefined = at; source !== undefined && !passed.has(source); source = sources.get(at)) {
    at = source
    passed.add(at)
  }
  return at
}

const NO_PROMPT = { prompt: null, promptId: null } as const

const filledIn = (shot: Shot, by: Shot): Shot => ({
  angle: shot.angle ?? by.angle,
  framing: shot.framing ?? by.framing,
  expression: shot.expression ?? by.expression,
  light: shot.light ?? by.light,
})
