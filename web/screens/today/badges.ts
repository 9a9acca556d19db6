export const useBadges = () => ({})
