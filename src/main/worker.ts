/** The functions that run in the worker pool, by name: what takes time and decodes nothing. Each takes one structured-cloneable argument. */
export { clipTokens, countTokens } from './captioning/count-tokens.ts'
export { replaceByPattern } from './captioning/replace-by-pattern.ts'
export { lintCaptions } from './domain/caption/lint.ts'
export { judge } from './domain/judge.ts'
export { judgeMany } from './evaluation/judge-many.ts'
export { digests } from './evaluation/local/digests.ts'
export { unpackFaces } from './pretrained/files/unpack-faces.ts'
