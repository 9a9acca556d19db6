export const WinBackPlace = (_: { id?: string }) => null
