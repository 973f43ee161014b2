/** What Node is told so that a process leaves a CPU profile in a folder when it ends; nothing without one. */
export function profiling(folder: string | undefined): string[] {
  return folder === undefined ? [] : ['--cpu-prof', '--cpu-prof-dir', folder]
}
