import { collect } from '../platform/collect.suite.ts'

/** Bytes that this process holds, on the heap and beside it, without what is garbage already. */
export function heldBytes(): number {
  collect()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}
