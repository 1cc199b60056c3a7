import type { Measures } from '../../domain/measures.ts'
import { isSure } from '../../domain/style-guess.ts'
import type { TileAnswer } from './answer.ts'

/** Confidence below which a sheet's style is assessed again (our own threshold). */
const SURE = 0.8

/** The measures that can contradict a style. */
export type Contradicting = Pick<Measures, 'drawn' | 'monochrome'>

/**
 * Returns true when an image judged on a small tile needs a close assessment: the model is not sure or found something, or the pixels
 * contradict it.
 */
export function isDoubtful(answer: TileAnswer, measures: Contradicting, hasBase: boolean): boolean {
  const { style, confidence, findings, verdict, lookCloser } = answer
  return (
    lookCloser ||
    style === null ||
    (confidence ?? 0) < SURE ||
    verdict !== 'keep' ||
    findings.text !== 'none' ||
    (hasBase && findings.identity_mismatch !== 'none') ||
    contradicts(style, measures)
  )
}

function contradicts(style: TileAnswer['style'], { drawn, monochrome }: Contradicting): boolean {
  const sure = isSure(drawn)
  if (style === 'photorealistic') return sure && drawn > 0.5
  return (sure && drawn < 0.5) || (style === 'bw_stylized') !== monochrome
}
