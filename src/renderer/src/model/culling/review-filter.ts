/** Assessed images that are still in doubt and that no person has decided since; leaving an image unsure is no decision. */
export const REVIEW_FILTER = '(unsure or verdict:review) -(by:human (-unsure or verdict:reject)) -unassessed'
