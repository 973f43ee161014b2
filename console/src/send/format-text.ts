export type Style = 'bold' | 'italic' | 'strike' | 'mono'

/** A run of text as WhatsApp draws it; styles may stand in one another. */
export type Run = string | { style: Style; runs: readonly Run[] }

const STYLES = { '*': 'bold', _: 'italic', '~': 'strike' } as const

type Mark = keyof typeof STYLES

const isMark = (character: string | undefined): character is Mark => character !== undefined && character in STYLES

const isWordy = (character: string | undefined) => character !== undefined && /[\p{L}\p{N}]/u.test(character)

const isSpace = (character: string | undefined) => character === undefined || /\s/.test(character)

/** Reads *bold*, _italic_, ~strike~ and ```mono``` as WhatsApp is known to. */
export function readStyled(text: string): Run[] {
  return text.split(/```([\s\S]+?)```/).flatMap((part, index): Run[] => {
    if (index % 2 === 1) return [{ style: 'mono', runs: [part] }]
    return part === '' ? [] : readMarks(part, [])
  })
}

function readMarks(text: string, open: readonly Mark[]): Run[] {
  const runs: Run[] = []
  let from = 0
  for (let at = 0; at < text.length; at += 1) {
    const mark = text[at]
    if (!isMark(mark) || open.includes(mark) || isWordy(text[at - 1]) || isSpace(text[at + 1])) continue
    const end = endOf(text, at, mark)
    if (end === -1) continue
    if (at > from) runs.push(text.slice(from, at))
    runs.push({ style: STYLES[mark], runs: readMarks(text.slice(at + 1, end), [...open, mark]) })
    from = end + 1
    at = end
  }
  if (from < text.length) runs.push(text.slice(from))
  return runs
}

/** Where a span that begins at `at` ends, on the same line; -1 when nowhere. */
function endOf(text: string, at: number, mark: Mark): number {
  for (let end = at + 1; end < text.length && text[end] !== '\n'; end += 1) {
    if (text[end] === mark && end > at + 1 && !isSpace(text[end - 1]) && !isWordy(text[end + 1])) return end
  }
  return -1
}
