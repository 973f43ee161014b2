import type { Page } from 'playwright-core'

/**
 * What the page tells its reader: texts, names that only a screen reader tells, hints in fields. Without what people and
 * programs wrote: it stands in `foreign`, in code, or says that it is of another language.
 */
export async function textsOf(page: Page): Promise<string[]> {
  return (await page.evaluate(`(() => {
    const texts = new Set()
    const language = document.documentElement.lang
    const isOurs = (element) => {
      const other = element.closest('[lang]')
      return !element.closest('.foreign, code, pre, script, style, noscript, textarea') && other.lang === language
    }
    const add = (text) => { if (text && text.trim() !== '') texts.add(text.trim().replace(/\\s+/g, ' ')) }
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    while (walker.nextNode()) if (isOurs(walker.currentNode.parentElement)) add(walker.currentNode.data)
    for (const name of ['aria-label', 'placeholder', 'title', 'alt'])
      for (const element of document.querySelectorAll('[' + name + ']'))
        if (isOurs(element) && !element.matches('iframe')) add(element.getAttribute(name))
    return [...texts]
  })()`)) as string[]
}
