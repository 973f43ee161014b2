/** The beginning of a long text, never half a character; the whole where it is short enough. Pure. */
export function shorten(text: string, most: number): string {
  if (text.length <= most) return text
  const end = text.codePointAt(most - 1)
  return text.slice(0, end !== undefined && end > 0xffff ? most - 1 : most)
}

/** A text in pieces of at most so many characters, two or more; together they are the text. Pure. */
export function inPieces(text: string, size: number): string[] {
  const pieces: string[] = []
  for (let at = 0; at < text.length; ) {
    const piece = shorten(text.slice(at, at + size + 1), Math.max(2, size))
    pieces.push(piece)
    at += piece.length
  }
  return pieces
}
