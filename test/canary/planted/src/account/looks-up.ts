import { lookup } from 'node:dns/promises'
export const ask = lookup
