/** The first value of a response header; null when it is not there. */
export function single(header: string | string[] | undefined): string | null {
  return (Array.isArray(header) ? header[0] : header) ?? null
}
