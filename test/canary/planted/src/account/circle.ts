import { there } from './circle-back.ts'
export const here = (): unknown => there
