/** When the newest and the oldest form of an export were made, Unix milliseconds. */
export interface ExportSpan {
  newest: number
  oldest: number
}

const STEPS = 10_000

/**
 * How much of the span, from the newest form on, has been walked when the walk is at `at`: from 0 on, and less than 1,
 * for only the end of the file tells that it is whole. Pure.
 */
export function shareWalked({ newest, oldest }: ExportSpan, at: number): number {
  if (newest <= oldest) return 0
  const walked = Math.floor(((newest - at) / (newest - oldest)) * STEPS)
  return Math.min(Math.max(walked, 0), STEPS - 1) / STEPS
}
