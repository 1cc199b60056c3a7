/** Words of a caption, as a filter counts them: what stands between spaces and commas. */
export const wordCount = (text: string): number => text.match(/[^\s,]+/g)?.length ?? 0
