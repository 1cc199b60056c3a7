export const Compare = () => null
