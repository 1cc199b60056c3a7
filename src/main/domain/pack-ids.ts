/** Pretrained networks by third parties, downloaded when the user asks for them. */
export const PACK_IDS = ['pictures', 'faces'] as const
export type PackId = (typeof PACK_IDS)[number]
