/**
 * The functions that run in the worker pool, by name: what takes time and decodes nothing. Each takes one structured-cloneable argument,
 * and is loaded when it is called first: a thread that lists folders needs no vocabulary.
 */
const later =
  <Input, Output>(load: () => Promise<(input: Input) => Output>) =>
  async (input: Input): Promise<Awaited<Output>> =>
    await (
      await load()
    )(input)

export const clipTokens = later(async () => (await import('./captioning/count-tokens.ts')).clipTokens)
export const countTokens = later(async () => (await import('./captioning/count-tokens.ts')).countTokens)
export const replaceByPattern = later(async () => (await import('./captioning/replace-by-pattern.ts')).replaceByPattern)
export const lintCaptions = later(async () => (await import('./domain/caption/lint.ts')).lintCaptions)
export const judge = later(async () => (await import('./domain/judge.ts')).judge)
export const judgeMany = later(async () => (await import('./evaluation/judge-many.ts')).judgeMany)
export const digests = later(async () => (await import('./evaluation/local/digests.ts')).digests)
export const clearImageFolders = later(async () => (await import('./library/leftovers.ts')).clearImageFolders)
export const exchangeFiles = later(async () => (await import('./library/captions/exchange-files.ts')).exchangeFiles)
export const stampsOf = later(async () => (await import('./library/captions/exchange-files.ts')).stampsOf)
export const replaceFiles = later(async () => (await import('./library/replace-files.ts')).replaceFiles)
export const scanFolders = later(async () => (await import('./library/scan-folders.ts')).scanFolders)
export const unpackFaces = later(async () => (await import('./pretrained/files/unpack-faces.ts')).unpackFaces)
