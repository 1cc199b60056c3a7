const HIDDEN = '[token]'

/** Takes the token, and whatever else looks like one of Replicate's, out of a text that came from outside. */
export const redact = (text: string, token: string): string =>
  text.replaceAll(token, HIDDEN).replaceAll(/r8_\w{6,}/g, HIDDEN)
