export const account = 'account'
