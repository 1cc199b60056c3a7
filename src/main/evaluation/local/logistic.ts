/** A logistic model over standardised features: `scale` and `mean` per feature, then one weight each and a bias. */
export interface LogisticModel {
  readonly mean: readonly number[]
  readonly scale: readonly number[]
  readonly weights: readonly number[]
  readonly bias: number
}

/** Standard deviations beyond which a feature says nothing more: keeps what training never saw from shouting. */
const CLIP = 3

export const standardise = (model: Pick<LogisticModel, 'mean' | 'scale'>, features: readonly number[]): number[] =>
  features.map((value, i) => Math.max(-CLIP, Math.min(CLIP, (value - model.mean[i]!) / model.scale[i]!)))

export const logit = (model: LogisticModel, features: readonly number[]): number =>
  standardise(model, features).reduce((sum, value, i) => sum + value * model.weights[i]!, model.bias)

export const sigmoid = (z: number): number => 1 / (1 + Math.exp(-z))
