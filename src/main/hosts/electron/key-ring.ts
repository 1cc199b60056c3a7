import type { SafeStorage } from 'electron'
import type { Cipher } from '../../app.ts'

/**
 * Encrypts with the system's key ring, which is unavailable before the app is ready. The synchronous functions of this API are deprecated.
 */
export const keyRing = (safeStorage: SafeStorage, platform: NodeJS.Platform, ready: Promise<unknown>): Cipher => ({
  async strength() {
    await ready
    if (!(await safeStorage.isAsyncEncryptionAvailable())) return 'none'
    return platform === 'linux' && safeStorage.getSelectedStorageBackend() === 'basic_text' ? 'weak' : 'keyRing'
  },
  encrypt: (text) => safeStorage.encryptStringAsync(text),
  async decrypt(sealed) {
    const { result, shouldReEncrypt } = await safeStorage.decryptStringAsync(sealed)
    return { text: result, stale: shouldReEncrypt }
  },
})
