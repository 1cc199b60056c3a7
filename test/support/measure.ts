import { join } from 'node:path'
import { createEye } from '../../src/main/evaluation/local/eye.ts'
import { createMeasure } from '../../src/main/evaluation/local/measure.ts'

export const STYLE_MODEL = join(import.meta.dirname, '../../resources/evaluator/style.onnx')

const measureWith = createMeasure(createEye())

/** Measures as the worker does, in this thread and with the model that ships. */
export const measure = ({ file }: { readonly file: string }) => measureWith({ file, modelFile: STYLE_MODEL })
