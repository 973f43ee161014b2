import { SelectField, TextField } from '../ui/field.tsx'
import { useWords } from '../words/language.ts'
import { keepsPassword, type ProxyDraft, type ProxyField } from './proxy-draft.ts'
import { settingsWords } from './settings-words.ts'

interface ProxyFieldsProps {
  draft: ProxyDraft
  saved: ProxyDraft
  errors: Partial<Record<ProxyField, string>>
  onEdit(change: Partial<ProxyDraft>): void
}

export function ProxyFields({ draft, saved, errors, onEdit }: ProxyFieldsProps) {
  const words = useWords(settingsWords)
  const isNew = !saved.enabled || saved.username === ''
  const passwordHint = keepsPassword(saved, draft) ? words.passwordKept : isNew ? words.passwordNew : words.passwordAnew
  return (
    <div className="grid grid-cols-1 gap-4 sm:grid-cols-[8rem_1fr_7rem]">
      <SelectField
        label={words.protocol}
        error={errors.protocol}
        options={[
          ['http', 'HTTP'],
          ['https', 'HTTPS'],
          ['socks5', 'SOCKS5'],
        ]}
        value={draft.protocol}
        onChange={({ target }) => onEdit({ protocol: target.value as ProxyDraft['protocol'] })}
      />
      <TextField
        label={words.host}
        hint={words.hostHint}
        error={errors.host}
        spellCheck={false}
        autoCapitalize="off"
        value={draft.host}
        onChange={({ target }) => onEdit({ host: target.value })}
      />
      <TextField
        label={words.port}
        error={errors.port}
        inputMode="numeric"
        value={draft.port}
        onChange={({ target }) => onEdit({ port: target.value })}
      />
      <TextField
        label={words.username}
        hint={words.usernameHint}
        error={errors.username}
        className="sm:col-span-3"
        spellCheck={false}
        autoCapitalize="off"
        value={draft.username}
        onChange={({ target }) => onEdit({ username: target.value })}
      />
      <TextField
        label={words.password}
        hint={passwordHint}
        error={errors.password}
        className="sm:col-span-3"
        type="password"
        // The browser's own passwords are of this console, not of a proxy.
        autoComplete="new-password"
        value={draft.password}
        onChange={({ target }) => onEdit({ password: target.value })}
      />
      <p className="text-xs text-quiet sm:col-span-3">{words.protocolHint}</p>
    </div>
  )
}
