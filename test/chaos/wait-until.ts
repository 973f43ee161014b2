/** Asks until it is so. False when it was not in time. For tests and benches alike. */
export async function waitUntil(
  isSo: () => boolean | Promise<boolean>,
  { withinMs, everyMs = 50 }: { withinMs: number; everyMs?: number },
): Promise<boolean> {
  const deadline = performance.now() + withinMs
  while (!(await isSo())) {
    if (performance.now() > deadline) return false
    await pass(everyMs)
  }
  return true
}

/** A while of real time, for an actor that has its own pace. */
export function pass(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.max(0, ms)))
}
