/** Models offered by name, with the list price of an image in US dollars. A test keeps them in step with what the core knows. */
export const REPLICATE_MODELS: Readonly<Record<string, number>> = {
  'black-forest-labs/flux-kontext-pro': 0.04,
  'black-forest-labs/flux-kontext-max': 0.08,
  'black-forest-labs/flux-kontext-dev': 0.025,
  'black-forest-labs/flux-2-pro': 0.045,
  'google/nano-banana': 0.039,
  'bytedance/seedream-4': 0.03,
  'qwen/qwen-image-edit-plus': 0.03,
}
