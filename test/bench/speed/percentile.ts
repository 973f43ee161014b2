/** The value below which such a share of all lies; NaN of none. Pure. */
export function percentile(values: readonly number[], share: number): number {
  const ordered = values.toSorted((one, other) => one - other)
  return ordered[Math.floor((ordered.length - 1) * share)] ?? Number.NaN
}

/** The middle one. Pure. */
export function median(values: readonly number[]): number {
  return percentile(values, 0.5)
}
