export const now = 'now'
