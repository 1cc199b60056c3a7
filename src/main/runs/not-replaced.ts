/** Error text of a waiting deletion that was skipped. */
export const NOT_REPLACED = 'It stays: nothing was made in its place, and the set would shrink below its target.'
