export const AccountScreen = () => null
