import { useMemo } from 'react'
import { useLanguage } from '../words/language.ts'

/** Days without an hour, as the reader's language writes them. */
export function useDayFormats() {
  const language = useLanguage()
  return useMemo(() => {
    const short = new Intl.DateTimeFormat(language, { day: 'numeric', month: 'short' })
    const month = new Intl.DateTimeFormat(language, { month: 'short', year: 'numeric' })
    return {
      noon,
      short: (day: string) => short.format(new Date(noon(day))),
      month: (day: string) => month.format(new Date(noon(day))),
    }
  }, [language])
}

/** A moment that is on this day wherever the browser is: midnight in UTC is the day before in half of the world. */
const noon = (day: string): string => `${day}T12:00:00`
