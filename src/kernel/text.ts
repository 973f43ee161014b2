/**
 * A text as every store can hold it: without NUL, which PostgreSQL refuses, and without halves of surrogate pairs.
 * `longest` counts UTF-16 units. Pure.
 */
export function storable(text: string, longest: number): string {
  const cut = text.length > longest ? text.slice(0, longest) : text
  return cut.replaceAll('\0', '').toWellFormed()
}
