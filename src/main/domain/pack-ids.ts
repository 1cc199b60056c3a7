/** Networks that others have trained, which the app may fetch when its user asks for it. */
export const PACK_IDS = ['pictures', 'faces'] as const
export type PackId = (typeof PACK_IDS)[number]
