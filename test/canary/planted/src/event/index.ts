export const event = 'event'
