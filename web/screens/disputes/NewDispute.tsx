export const NewDispute = () => null
