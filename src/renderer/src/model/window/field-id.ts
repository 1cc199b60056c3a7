/** The filter field's element id: a shortcut focuses it. */
export const FILTER_ID = 'image-filter'

export const focusFilter = (): void => document.getElementById(FILTER_ID)?.focus()
