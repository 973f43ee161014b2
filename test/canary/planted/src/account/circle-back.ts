import { here } from './circle.ts'
export const there = (): unknown => here
