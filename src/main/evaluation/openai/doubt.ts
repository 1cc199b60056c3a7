import type { Measures } from '../../domain/measures.ts'
import { isSure } from '../../domain/style-guess.ts'
import type { TileAnswer } from './answer.ts'

/** Below this a sheet's style is looked at again: ours. */
const SURE = 0.8

/** What pixels know about the style. */
export type Contradicting = Pick<Measures, 'drawn' | 'monochrome'>

/** Whether what a small tile showed should be looked at again, large: the model is not sure, found something, or pixels contradict it. */
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
