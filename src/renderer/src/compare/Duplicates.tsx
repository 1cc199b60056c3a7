export const Duplicates = () => null
