export function TrashDialog() {
  return null
}
