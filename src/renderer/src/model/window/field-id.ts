/** Element id of the filter field, which a shortcut focuses. */
export const FILTER_ID = 'image-filter'

export const focusFilter = (): void => document.getElementById(FILTER_ID)?.focus()
