/** Returns true when a caption is a list of tags rather than sentences: short pieces between commas, without full stops. */
export const isTags = (text: string): boolean => {
  const parts = text.split(',')
  return parts.length >= 3 && !/[.!?]\s/.test(text) && parts.every((part) => part.trim().split(/\s+/).length <= 4)
}

/** Returns a key that is equal for tags that differ only in case and spaces. */
export const tagKey = (tag: string): string => tag.trim().replaceAll(/\s+/g, ' ').toLowerCase()

export const tagsOf = (text: string): readonly string[] =>
  text
    .split(',')
    .map((tag) => tag.trim())
    .filter(Boolean)

/** Splits a text into sentences, each with the space after it. A point within a number or a name (“f/1.8”) does not end a sentence. */
export const sentencesOf = (text: string): readonly string[] =>
  text.match(/\S[\s\S]*?(?:[.!?…]+["”’)]*(?=\s|$)|[。！？]+|$)\s*/g) ?? []
