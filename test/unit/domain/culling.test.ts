import { describe, expect, it } from 'vitest'
import { createCullingOrder, type Doubtful, isLeft } from '../../../src/main/domain/culling.ts'

const image = (changes: Partial<Doubtful> = {}): Doubtful => ({
  decidedBy: 'evaluator',
  unsure: false,
  verdict: 'keep',
  confidence: 0.95,
  ...changes,
})

function order(images: Readonly<Record<string, Doubtful>>) {
  const queue = createCullingOrder<string>()
  for (const [id, each] of Object.entries(images)) queue.add(id, each)
  return queue.list()
}

describe('the order of culling', () => {
  it('begins with what is least sure, then what has an issue, and ends with what a person has decided', () => {
    const { ids, open } = order({
      decided: image({ decidedBy: 'human' }),
      aside: image({ decidedBy: 'human', unsure: true, confidence: 0.5 }),
      rejected: image({ verdict: 'reject', unsure: true, confidence: 0.5 }),
      good: image(),
      look: image({ verdict: 'review' }),
      unmeasured: image({ decidedBy: null, verdict: null, confidence: null }),
      guessed: image({ unsure: true, confidence: 0.62 }),
      torn: image({ unsure: true, confidence: 0.51 }),
    })
    expect(ids).toEqual(['torn', 'guessed', 'unmeasured', 'look', 'good', 'rejected', 'aside', 'decided'])
    expect(open).toBe(7)
  })

  it('keeps doubtful images of a group together, where its least sure one is', () => {
    const queue = createCullingOrder<string>()
    const guessed = (confidence: number) => image({ unsure: true, confidence })
    queue.add('torn', guessed(0.52))
    queue.add('sure of a group', guessed(0.8), 'g')
    queue.add('guessed', guessed(0.6))
    queue.add('least of it', guessed(0.51), 'g')
    queue.add('good, whatever its group', image(), 'g')
    expect(queue.list().ids).toEqual(['sure of a group', 'least of it', 'torn', 'guessed', 'good, whatever its group'])
    expect(queue.list().ids, 'asked again').toHaveLength(5)
  })

  it('leaves to settle what nobody has decided and something is doubtful about, and what a person left unsure', () => {
    expect([image({ unsure: true }), image({ verdict: 'review' })].every(isLeft)).toBe(true)
    expect(isLeft(image({ decidedBy: 'human', unsure: true }))).toBe(true)
    const settled = [image(), image({ decidedBy: 'human', verdict: 'review' }), image({ verdict: 'reject' })]
    expect([...settled, image({ decidedBy: null, verdict: null })].some(isLeft)).toBe(false)
  })

  it('takes a rejection by a person for a decision, though nobody knows the style', () => {
    const { ids, open } = order({
      rejected: image({ decidedBy: 'human', unsure: true, verdict: 'reject' }),
      aside: image({ decidedBy: 'human', unsure: true }),
    })
    expect([ids, open]).toEqual([['aside', 'rejected'], 1])
  })

  it('puts the smaller margin first within good images too, and leaves equals in the order they came', () => {
    const { ids } = order({
      b: image({ confidence: 0.9 }),
      a: image({ confidence: 0.9 }),
      thin: image({ confidence: 0.8 }),
    })
    expect(ids).toEqual(['thin', 'b', 'a'])
  })

  it('does not take what nobody measured for good, whoever named its style', () => {
    const { ids } = order({
      good: image({ confidence: 0.76 }),
      given: image({ decidedBy: 'given', verdict: null, confidence: null }),
    })
    expect(ids).toEqual(['given', 'good'])
  })

  it('lists nothing when nothing was added, and each image once', () => {
    expect(order({})).toEqual({ ids: [], open: 0 })
    const queue = createCullingOrder<number>()
    for (let id = 0; id < 5000; id++)
      queue.add(id, image({ confidence: ((id * 7919) % 1000) / 1000, unsure: id % 3 === 0 }))
    expect(new Set(queue.list().ids).size).toBe(5000)
  })
})
