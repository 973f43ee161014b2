import { useSyncExternalStore } from 'react'

/** The languages of the console; every room brings its words in all of them. */
export const LANGUAGES = { en: 'English', 'pt-BR': 'Português (Brasil)', es: 'Español' } as const

export type Language = keyof typeof LANGUAGES

/** A room's words: the same members in each language. A member is a text, or a function that makes one. */
export type Words<Told> = Record<Language, Told>

const KEPT = 'formwire.language'
const listeners = new Set<() => void>()
let current: Language = readLanguage()

export function currentLanguage(): Language {
  return current
}

export function chooseLanguage(language: Language): void {
  current = language
  localStorage.setItem(KEPT, language)
  document.documentElement.lang = language
  for (const listener of listeners) listener()
}

/** @example const words = useWords(answersWords); words.title */
export function useWords<Told>(words: Words<Told>): Told {
  return words[useLanguage()]
}

export function useLanguage(): Language {
  return useSyncExternalStore((listener) => {
    listeners.add(listener)
    return () => void listeners.delete(listener)
  }, currentLanguage)
}

/** What was chosen before, else the first of the browser's languages that we have. */
function readLanguage(): Language {
  const wanted = [localStorage.getItem(KEPT), ...navigator.languages]
  for (const tag of wanted) {
    const found = (Object.keys(LANGUAGES) as Language[]).find((one) => one.slice(0, 2) === tag?.slice(0, 2))
    if (found) return found
  }
  return 'en'
}

document.documentElement.lang = current
