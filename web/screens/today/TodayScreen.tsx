export const TodayScreen = () => null
