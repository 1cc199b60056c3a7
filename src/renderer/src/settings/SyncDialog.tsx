export function SyncDialog() {
  return null
}
