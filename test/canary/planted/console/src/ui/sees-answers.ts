import { shown } from '../answers/shown.ts'

export const drawn = shown
