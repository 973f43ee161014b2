import { DatabaseSync } from 'node:sqlite'
export const db = DatabaseSync
