export const runJob = async (..._: unknown[]) => {}
