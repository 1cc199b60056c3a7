import { expect, test } from 'vitest'
import { backgroundOfText } from '../../../src/main/domain/caption/background.ts'
import { NO_SCENE, type Scene, type SeenImage } from '../../../src/main/domain/shot.ts'
import { varietyInWords, varietyOf } from '../../../src/main/domain/variety.ts'

const FRONT: Scene = { angle: 'front', framing: 'half_body', expression: 'smiling', light: 'soft', background: 'plain' }
type Seen = Omit<SeenImage, 'origin'>
const seen = (scene: Partial<Scene> = {}): Seen => ({ scene: { ...FRONT, ...scene }, looked: true })
const unseen: Seen = { scene: NO_SCENE, looked: false }
const own = (images: readonly Seen[]) => images.map((image, n) => ({ origin: `${n}.jpg`, ...image }))
const words = (images: readonly (Seen & Partial<SeenImage>)[]) => varietyInWords(varietyOf(own(images)))

test('says in one line what a set lacks and what nearly all of it shares', () => {
  const set = [seen(), seen(), seen(), seen({ angle: 'profile', light: 'hard', background: 'outdoors' })]
  expect(words(set)).toBe(
    'No close-up, no three-quarter view, no backlight, no neutral expression, eye level only, mostly half body (4 of 4), mostly frontal view (3 of 4).',
  )
})

test('what is not known is never said to be missing', () => {
  const framed = { ...unseen, scene: { ...NO_SCENE, framing: 'close_up' } } as const
  expect(words([framed, framed, framed, framed])).toMatch(
    /^No bust, no half body.* Angle, light, expression and background are not known\.$/,
  )
  expect(words([seen(), seen(), { looked: false, scene: { ...FRONT, light: null } }])).toMatch(
    /\. Light is not known of every image\.$/,
  )
  expect(words([unseen, unseen, unseen])).toBe(
    'Variety is not known yet: describe framing and view in captions, or assess with a vision model.',
  )
  expect(words([seen(), seen()]), 'too few to speak of').toBe('')
})

test('counts how many come from one picture, drawn or photographed', () => {
  const part = { ...seen(), origin: '0.jpg' }
  expect(varietyOf(own([seen(), part, part, seen()]))).toMatchObject({ origins: 2, fromOne: 3 })
  expect(words([seen(), part, part, seen()])).toContain('3 of 4 from one picture')
  expect(words([seen(), seen(), seen(), seen()])).not.toContain('picture')
})

test('the map counts each word, and of how many images it is known', () => {
  const { aspects } = varietyOf(own([seen(), seen({ angle: 'profile' }), unseen]))
  const angle = aspects.find(({ aspect }) => aspect === 'angle')
  expect(angle).toMatchObject({ known: 2 })
  expect(angle?.words.filter(({ images }) => images > 0).map(({ word }) => word)).toEqual(['front', 'profile'])
})

test('backgrounds are read from captions and prompts', () => {
  expect(
    [
      'a woman on a plain white background',
      'a boy sitting in a kitchen',
      'a man walking through the forest, outdoors',
      'a portrait',
    ].map(backgroundOfText),
  ).toEqual(['plain', 'indoors', 'outdoors', null])
})
