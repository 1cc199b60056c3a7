const HIDDEN = '[token]'

/** Removes the token, and anything else that looks like a Replicate token, from a text that came from outside. */
export const redact = (text: string, token: string): string =>
  text.replaceAll(token, HIDDEN).replaceAll(/r8_\w{6,}/g, HIDDEN)
