/** What the file system says of a failure: `EACCES`, `ENOSPC`, … */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason'
}
