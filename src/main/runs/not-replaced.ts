/** Why a deletion that waited was left out: said of its step. */
export const NOT_REPLACED = 'It stays: nothing was made in its place, and the set would shrink below its target.'
