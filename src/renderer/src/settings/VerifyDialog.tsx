export function VerifyDialog() {
  return null
}
