/** Counts the words of a caption as filters do: text between spaces and commas. */
export const wordCount = (text: string): number => text.match(/[^\s,]+/g)?.length ?? 0
