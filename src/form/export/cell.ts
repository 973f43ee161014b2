/** Control characters but tab and line breaks, and what else XML 1.0 cannot hold. */
const REMOVED = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]/g

/**
 * What a spreadsheet may take as a formula: a first sign, plain or one of its Unicode twins, before which nothing visible
 * stands. A control character there is as bad: tab and carriage return are known to be dropped on import.
 */
const FORMULA = /^[\p{C}\p{Z}\p{Default_Ignorable_Code_Point}]*[\p{Cc}=+\-@＝＋－＠﹦﹢﹣﹫−]/u

/** An international number: it begins with a sign that is its own. */
const E164 = /^\+[1-9]\d{6,14}$/

/**
 * Makes a text safe to stand in a cell: one that could be read as a formula gets a leading `'`, characters that no file
 * can carry are left out, lone surrogates become U+FFFD. Pure; doing it twice changes nothing more.
 */
export function cellText(raw: string): string {
  if (E164.test(raw)) return raw
  const text = raw.toWellFormed()
  return (FORMULA.test(text) ? "'" : '') + text.replace(REMOVED, '')
}

/** Cuts a text to so many UTF-16 units at most, never between the two of one character. */
export function cutText(text: string, longest: number): string {
  if (text.length <= longest) return text
  return text.slice(0, isHighSurrogate(text.charCodeAt(longest - 1)) ? longest - 1 : longest)
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff
}
