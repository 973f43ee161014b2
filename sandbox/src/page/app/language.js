// @ts-check
import { english } from './words-en.js'
import { spanish } from './words-es.js'
import { portuguese } from './words-pt.js'

/** @typedef {import('./words-pt.js').Words} Words */
/** @typedef {keyof typeof LANGUAGES} Language */

export const LANGUAGES = {
  'pt-BR': { name: 'Português', words: portuguese },
  en: { name: 'English', words: english },
  es: { name: 'Español', words: spanish },
}

/**
 * @param {string} tag
 * @returns {tag is Language}
 */
export const isLanguage = (tag) => Object.hasOwn(LANGUAGES, tag)

/**
 * The first language of the person that the page has, else Brazilian Portuguese, the language of the forms.
 * @param {readonly string[]} preferred BCP 47 tags, as in `navigator.languages`
 * @returns {Language}
 */
export function chooseLanguage(preferred) {
  for (const tag of preferred) {
    const base = tag.toLowerCase().split('-')[0]
    if (base === 'pt') return 'pt-BR'
    if (base === 'en' || base === 'es') return base
  }
  return 'pt-BR'
}
