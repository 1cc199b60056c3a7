/** The search field's element id: a shortcut focuses it. */
export const SEARCH_ID = 'actor-search'

/** The list in the sidebar, and whatever page shows the same actors in full. */
export const ACTOR_LIST_ID = 'actor-list'
export const ACTOR_PAGE_ID = 'all-actors'

/** From the search field on to what it found. */
export const focusActors = (): void =>
  (document.getElementById(ACTOR_PAGE_ID) ?? document.getElementById(ACTOR_LIST_ID))?.focus()
