export const OtherUser = () => null
