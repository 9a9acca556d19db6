/** Opens the app for a `tel:`, `sms:` or `mailto:` address, within a tap: no page holds the address before. */
export function openApp(address: string): void {
  const link = document.createElement('a')
  link.href = address
  link.click()
}
