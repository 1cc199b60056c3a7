import { resolve } from 'node:path'
import { EvencastError } from '../../domain/error.ts'
import { isStoreAddress } from '../../domain/store-address.ts'

/** Returns the library that an argument names: the absolute path of a folder, or an address in S3. */
export function libraryNamed(argument: string): string {
  if (isStoreAddress(argument)) return argument
  if (/^file:\/\//i.test(argument))
    throw new EvencastError('BAD_INPUT', `${argument} is an address: to open a library in a folder, give its path.`)
  return resolve(argument)
}
