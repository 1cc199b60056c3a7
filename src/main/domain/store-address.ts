/** Whether somebody names a library in a store rather than a folder. */
export const isStoreAddress = (text: string): boolean => /^s3:\/\/./i.test(text.trim())

/** One library has one address, however it was typed. */
export const storeAddress = (text: string): string =>
  text
    .trim()
    .replace(/^\w+:/, (scheme) => scheme.toLowerCase())
    .replace(/\/+$/, '')

/** Its last part. */
export const nameOfStore = (address: string): string => address.split('/').filter(Boolean).at(-1) ?? address
