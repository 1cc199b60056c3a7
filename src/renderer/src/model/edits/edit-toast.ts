/** Key of the toast about the latest edit or undo: it replaces the one before. */
export const EDIT_TOAST = 'edit'
