export function BalanceAll() {
  return null
}
