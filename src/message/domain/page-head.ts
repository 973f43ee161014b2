import { Tokenizer, type TokenizerCallbacks } from 'htmlparser2'

/** What a page says of itself, by these names: `title` is an element, the rest are `<meta>`. */
export type HeadEntry = 'title' | 'description' | 'og:title' | 'og:description' | 'twitter:title'

const META_ENTRIES: readonly string[] = ['description', 'og:title', 'og:description', 'twitter:title']
const ATTRIBUTES: readonly string[] = ['property', 'name', 'content']

/** How much of a text is kept, in UTF-16 units: more than is ever shown. */
const LONGEST_TEXT = 8_192

/**
 * Collects what a page says of itself, entities decoded; of each entry the first that is not blank. Entries count
 * wherever they stand, since many pages put them into their body. Time is linear in the page: tokens are read and no
 * tree is kept, whose cost would grow with the square of its depth. Pure.
 */
export function readHead(html: string): ReadonlyMap<HeadEntry, string> {
  const reader = new HeadReader(html)
  const tokenizer = new Tokenizer({}, reader)
  tokenizer.write(html)
  tokenizer.end()
  return reader.found
}

class HeadReader implements TokenizerCallbacks {
  readonly found = new Map<HeadEntry, string>()
  readonly #html: string
  #tag = ''
  #attributes = new Map<string, string>()
  #attribute = ''
  #value = ''
  /** The text of the `<title>` that is being read. */
  #title: string | null = null
  /** How deep in drawings and formulas, whose titles are not the page's. */
  #foreign = 0

  constructor(html: string) {
    this.#html = html
  }

  isInForeignContext(): boolean {
    return this.#foreign > 0
  }

  onopentagname(start: number, end: number): void {
    this.#tag = this.#html.slice(start, end).toLowerCase()
    this.#attributes.clear()
  }

  onattribname(start: number, end: number): void {
    this.#attribute = this.#html.slice(start, end).toLowerCase()
    this.#value = ''
  }

  onattribdata(start: number, end: number): void {
    this.#value += this.#html.slice(start, end)
  }

  onattribentity(codePoint: number): void {
    this.#value += String.fromCodePoint(codePoint)
  }

  onattribend(): void {
    if (!ATTRIBUTES.includes(this.#attribute) || this.#attributes.has(this.#attribute)) return
    this.#attributes.set(this.#attribute, this.#value.slice(0, LONGEST_TEXT))
  }

  onopentagend(): void {
    if (this.#tag === 'svg' || this.#tag === 'math') this.#foreign += 1
    else this.#keepTag()
  }

  onselfclosingtag(): void {
    this.#keepTag()
  }

  ontext(start: number, end: number): void {
    if (this.#title !== null) this.#title += this.#html.slice(start, end)
  }

  ontextentity(codePoint: number): void {
    if (this.#title !== null) this.#title += String.fromCodePoint(codePoint)
  }

  onclosetag(start: number, end: number): void {
    this.#endTitle()
    const tag = this.#html.slice(start, end).toLowerCase()
    if (tag === 'svg' || tag === 'math') this.#foreign = Math.max(0, this.#foreign - 1)
  }

  onend(): void {
    this.#endTitle()
  }

  oncdata(): void {}
  oncomment(): void {}
  ondeclaration(): void {}
  onprocessinginstruction(): void {}

  #keepTag(): void {
    const attribute = (name: string) => this.#attributes.get(name) ?? ''
    if (this.#tag === 'title' && this.#foreign === 0) this.#title = ''
    if (this.#tag !== 'meta') return
    for (const name of [attribute('property'), attribute('name')]) {
      const entry = name.trim().toLowerCase()
      if (isMetaEntry(entry)) this.#keep(entry, attribute('content'))
    }
  }

  #endTitle(): void {
    this.#keep('title', this.#title?.slice(0, LONGEST_TEXT) ?? '')
    this.#title = null
  }

  #keep(entry: HeadEntry, text: string): void {
    if (!this.found.has(entry) && text.trim() !== '') this.found.set(entry, text)
  }
}

function isMetaEntry(name: string): name is HeadEntry {
  return META_ENTRIES.includes(name)
}
