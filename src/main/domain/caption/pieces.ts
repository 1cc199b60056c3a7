/** Whether a caption is a list of tags rather than sentences: short pieces between commas, no full stop within. */
export const isTags = (text: string): boolean => {
  const parts = text.split(',')
  return parts.length >= 3 && !/[.!?]\s/.test(text) && parts.every((part) => part.trim().split(/\s+/).length <= 4)
}

/** The same tag whatever its case and spaces. */
export const tagKey = (tag: string): string => tag.trim().replaceAll(/\s+/g, ' ').toLowerCase()

export const tagsOf = (text: string): readonly string[] =>
  text
    .split(',')
    .map((tag) => tag.trim())
    .filter(Boolean)

/** With the space behind each. A point within a number or a name (“f/1.8”) ends none. */
export const sentencesOf = (text: string): readonly string[] =>
  text.match(/\S[\s\S]*?(?:[.!?…]+["”’)]*(?=\s|$)|[。！？]+|$)\s*/g) ?? []
