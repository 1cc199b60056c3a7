/** Images that were looked at and left in doubt, and that no person has decided since; being left unsure by one decides nothing. */
export const REVIEW_FILTER = '(unsure or verdict:review) -(by:human (-unsure or verdict:reject)) -unassessed'
