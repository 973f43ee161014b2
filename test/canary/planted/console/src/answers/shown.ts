export const shown = 'a room'
