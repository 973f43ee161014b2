import { type HeadEntry, readHead } from './page-head.ts'

/** What a page wants to be shown as. */
export interface PagePreview {
  title: string
  description: string | null
}

/** Longest link that gets a preview, in UTF-16 units, like every length here. */
const LONGEST_LINK = 2_048

const LONGEST_TITLE = 256
const LONGEST_DESCRIPTION = 512

/** A scheme and all that may follow it. Signs of writing direction end a link: they would show it in another order. */
const CANDIDATE = /(?<![a-z0-9+-])https?:\/\/[^\s<>\p{Cc}\p{Bidi_Control}\u200b]+/giu

const PUNCTUATION = new Set('.,;:!?…')

/** What has to stand open for a closing sign to belong to the link. */
const OPENING: Record<string, string> = {
  ')': '(',
  ']': '[',
  '}': '{',
  '"': '"',
  "'": "'",
  '”': '“',
  '’': '‘',
  '»': '«',
}

/** Control characters that are no white space, and signs of writing direction, which could turn a title round. */
const DROPPED = /[\0-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\p{Bidi_Control}]/gu
const WHITE_SPACE = /[\s\x85]+/g

const characters = new Intl.Segmenter('en')

/** The first http or https link of a text, as it stands there and as a phone would mark it; null without one. Pure. */
export function findLink(text: string): string | null {
  for (const [candidate] of text.matchAll(CANDIDATE)) {
    const link = withoutTail(candidate)
    if (link.length <= LONGEST_LINK && URL.canParse(link)) return link
  }
  return null
}

/** Drops the sentence's own signs from the end of a link: punctuation, and brackets and quotes without their like. */
function withoutTail(candidate: string): string {
  const open = new Map<string, number>()
  const add = (sign: string, count: number) => open.set(sign, (open.get(sign) ?? 0) + count)
  let end = 0
  for (let at = 0; at < candidate.length; at += 1) {
    const sign = candidate.charAt(at)
    if (PUNCTUATION.has(sign)) continue
    const opening = OPENING[sign]
    const isBalanced = opening !== undefined && (open.get(opening) ?? 0) > 0
    if (isBalanced) add(opening, -1)
    else add(sign, 1)
    if (opening === undefined || isBalanced) end = at + 1
  }
  return candidate.slice(0, end)
}

/** Reads how a page wants to be shown; null when it has no title. Pure, linear, never throws. */
export function readPreview(html: string): PagePreview | null {
  const head = readHead(html)
  const first = (longest: number, ...entries: HeadEntry[]) =>
    entries.map((entry) => shown(head.get(entry) ?? '', longest)).find((text) => text !== '') ?? null
  const title = first(LONGEST_TITLE, 'og:title', 'twitter:title', 'title')
  if (title === null) return null
  return {
    title,
    description: first(LONGEST_DESCRIPTION, 'og:description', 'description'),
  }
}

function shown(text: string, longest: number): string {
  return cut(text.toWellFormed().replace(DROPPED, '').replace(WHITE_SPACE, ' ').trim(), longest).trimEnd()
}

/** Cuts where a character as people see it begins, so that no emoji is left in halves. */
function cut(text: string, longest: number): string {
  if (text.length <= longest) return text
  const around = text.slice(0, longest + 32)
  return around.slice(0, characters.segment(around).containing(longest)?.index)
}
