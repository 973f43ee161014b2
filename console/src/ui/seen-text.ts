/**
 * Characters that nobody sees, and that can make text look like another: controls, marks of direction, blanks without
 * width. Joiners are not among them: names and emoji are written with them.
 */
const UNSEEN =
  /[\0-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\ufff9-\ufffb]/g

/** Text with what nobody sees in it written out, as `‹U+202E›`. Pure. */
export function seenText(text: string): string {
  return text.replace(UNSEEN, (one) => {
    if (one === '\r') return ''
    return `‹U+${one.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}›`
  })
}
