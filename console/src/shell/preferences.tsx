import { chooseTheme, THEMES, type Theme, useTheme } from '../theme/theme.ts'
import { chooseLanguage, LANGUAGES, type Language, useLanguage, useWords } from '../words/language.ts'
import { shellWords } from './words.ts'

const SELECT = 'rounded-lg border border-edge bg-card px-2 py-1 text-sm text-text'

/** Language and appearance, kept in this browser. */
export function Preferences() {
  const words = useWords(shellWords)
  const language = useLanguage()
  const theme = useTheme()
  return (
    <div className="flex flex-wrap gap-x-4 gap-y-2 text-sm">
      <label className="flex items-center gap-2">
        {words.language}
        <select className={SELECT} value={language} onChange={({ target }) => chooseLanguage(target.value as Language)}>
          {Object.entries(LANGUAGES).map(([tag, name]) => (
            <option key={tag} value={tag} lang={tag}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <label className="flex items-center gap-2">
        {words.theme}
        <select className={SELECT} value={theme} onChange={({ target }) => chooseTheme(target.value as Theme)}>
          {THEMES.map((one) => (
            <option key={one} value={one}>
              {words[one]}
            </option>
          ))}
        </select>
      </label>
    </div>
  )
}
