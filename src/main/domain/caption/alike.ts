/** Returns the captions whose text another caption has too, ignoring case. */
export const alike = <T extends { readonly text: string }>(captions: readonly T[]): readonly T[] =>
  [...Map.groupBy(captions, ({ text }) => text.toLowerCase()).values()].filter(({ length }) => length > 1).flat()
