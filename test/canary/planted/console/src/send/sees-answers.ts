import { shown } from '../answers/shown.ts'

export const sent = shown
