/** The search field's element id: a shortcut focuses it. */
export const SEARCH_ID = 'actor-search'
