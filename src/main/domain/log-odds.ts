/** Returns the logit of a probability that is kept away from 0 and 1. */
export const logOdds = (probability: number): number => {
  const p = Math.min(0.999, Math.max(0.001, probability))
  return Math.log(p / (1 - p))
}
