/**
 * Runs steps that close what was opened, the last opened first. What cannot be closed does not keep the rest open.
 * @throws AggregateError with all that failed
 */
export async function closeAll(opened: (() => unknown)[]): Promise<void> {
  const failures: unknown[] = []
  for (const close of opened.splice(0).reverse()) {
    try {
      await close()
    } catch (error) {
      failures.push(error)
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, 'not everything could be closed')
}
