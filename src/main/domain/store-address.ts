/** Returns true when the text is the address of a library in a store rather than a folder. */
export const isStoreAddress = (text: string): boolean => /^s3:\/\/./i.test(text.trim())

/** Normalizes an address, so that a library has one address however it was typed. */
export const storeAddress = (text: string): string =>
  text
    .trim()
    .replace(/^\w+:/, (scheme) => scheme.toLowerCase())
    .replace(/\/+$/, '')

/** Returns the last part of the address. */
export const nameOfStore = (address: string): string => address.split('/').filter(Boolean).at(-1) ?? address
