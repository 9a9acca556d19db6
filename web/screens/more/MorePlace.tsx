export const MorePlace = (_: { page?: string }) => null
