import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { LOCAL_EVALUATOR } from '../../../src/main/domain/judge.ts'
import { THRESHOLDS } from '../../../src/main/domain/thresholds.ts'

/**
 * Hash of the evaluator's inputs. When it changes, the version must change too, so that images are assessed again: update both lines
 * together.
 */
const JUDGES_BY = 'd6e4b02894f9'
const VERSION = 'local@8'

it('the version of the evaluator changes with its thresholds and its style network', () => {
  const network = readFileSync(new URL('../../../resources/evaluator/style.onnx', import.meta.url))
  const hash = createHash('sha256').update(JSON.stringify(THRESHOLDS)).update(network).digest('hex')
  expect([LOCAL_EVALUATOR, hash.slice(0, 12)]).toEqual([VERSION, JUDGES_BY])
})
