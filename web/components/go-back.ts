interface WithNavigation {
  navigation?: { canGoBack: boolean; back(): unknown }
}

/**
 * For the click on a back link: returns to the page the person came from when that was one of ours, which the
 * Navigation API knows. Otherwise the link's own address, the parent screen, is followed.
 */
export function goBack(event: MouseEvent): void {
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.button !== 0) return
  const { navigation } = window as WithNavigation
  if (!navigation?.canGoBack) return
  event.preventDefault()
  // The router listens on window and would follow the link as well.
  event.stopPropagation()
  navigation.back()
}
