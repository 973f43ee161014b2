import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useEffect, useState } from 'react'
import { instanceQuery } from '../api/instance.ts'
import { Problem } from '../api/problem.ts'
import { Button } from '../ui/button.tsx'
import { CheckField } from '../ui/field.tsx'
import { useFocusHeir } from '../ui/focus-heir.ts'
import { Card } from '../ui/page.tsx'
import { ProblemNotice } from '../ui/problem-notice.tsx'
import { useWords } from '../words/language.ts'
import { proxyQuery, saveProxy } from './instance-calls.ts'
import type { KeptProxy, ProxyBlock } from './instance-shapes.ts'
import {
  isProxyChanged,
  type ProxyDraft,
  type ProxyField,
  proxyBlockOf,
  proxyDraftOf,
  proxyFaults,
} from './proxy-draft.ts'
import { ProxyFields } from './proxy-fields.tsx'
import { settingsWords } from './settings-words.ts'
import { useFocusWrong } from './use-focus-wrong.ts'

interface ProxyCardProps {
  instance: string
  saved: KeptProxy
  onChanged(isChanged: boolean): void
}

/** The way that the number's connection takes; set as a whole. */
export function ProxyCard({ instance, saved, onChanged }: ProxyCardProps) {
  const words = useWords(settingsWords)
  const queries = useQueryClient()
  const [edits, setEdits] = useState<Partial<ProxyDraft>>({})
  const [tries, setTries] = useState(0)
  const [said, setSaid] = useState<'proxySaved' | 'proxyRemoved' | 'discarded' | null>(null)
  const isChecked = tries > 0
  const before = proxyDraftOf(saved)
  const draft = { ...before, ...edits }
  const isChanged = isProxyChanged(before, draft)
  const faults = proxyFaults(draft)
  const saving = useMutation({
    mutationFn: (body: ProxyBlock) => saveProxy(instance, body),
    // A password is kept nowhere but in its field.
    gcTime: 0,
    onSuccess: (proxy) => {
      queries.setQueryData(proxyQuery(instance).queryKey, proxy)
      void queries.invalidateQueries({ queryKey: instanceQuery(instance).queryKey })
      setEdits({})
      setTries(0)
    },
  })
  const form = useFocusWrong(saving.error, tries)
  const heir = useFocusHeir<HTMLParagraphElement>(!isChanged)
  useEffect(() => {
    onChanged(isChanged)
    return () => onChanged(false)
  }, [isChanged, onChanged])

  function edit(change: Partial<ProxyDraft>) {
    saving.reset()
    setSaid(null)
    setEdits((now) => ({ ...now, ...change }))
  }
  function told({ enabled }: KeptProxy) {
    setSaid(enabled ? 'proxySaved' : 'proxyRemoved')
    saving.reset()
  }
  function submit(event: FormEvent) {
    event.preventDefault()
    setTries(tries + 1)
    if (Object.keys(faults).length === 0) saving.mutate(proxyBlockOf(draft), { onSuccess: told })
  }
  const errors = errorsOf(isChecked ? faults : {}, saving.error, words)
  const hasPlace = Object.keys(errors).length > 0
  return (
    <Card title={words.proxy}>
      <form ref={form} onSubmit={submit} noValidate className="flex max-w-prose flex-col gap-4">
        <p className="text-sm text-quiet">{words.proxyIntro}</p>
        <CheckField
          label={words.proxyEnabled}
          checked={draft.enabled}
          onChange={({ target }) => edit({ enabled: target.checked })}
        />
        {draft.enabled ? <ProxyFields draft={draft} saved={before} errors={errors} onEdit={edit} /> : null}
        {!draft.enabled && before.enabled ? <p className="text-sm text-warn">{words.proxyOff}</p> : null}
        {saving.isError && !hasPlace ? <ProblemNotice error={saving.error} /> : null}
        <div className="flex flex-wrap items-center gap-2">
          <Button type="submit" look={isChanged ? 'main' : 'plain'} disabled={!isChanged} isBusy={saving.isPending}>
            {words.saveProxy}
          </Button>
          {isChanged ? (
            <Button
              onClick={() => {
                saving.reset()
                setTries(0)
                setEdits({})
                setSaid('discarded')
              }}
            >
              {words.discard}
            </Button>
          ) : null}
          <p
            ref={heir}
            role="status"
            tabIndex={-1}
            className={`text-sm ${isChanged ? 'font-medium text-warn' : 'text-good'}`}
          >
            {isChanged ? words.unsaved('1', true) : said === null ? '' : words[said]}
          </p>
        </div>
        {isChanged ? <p className="text-sm text-quiet">{words.redials}</p> : null}
      </form>
    </Card>
  )
}

type SettingsWords = ReturnType<typeof useWords<(typeof settingsWords)['en']>>

/** What is wrong, by field: ours before it is sent, else what the gateway says. */
function errorsOf(
  faults: ReturnType<typeof proxyFaults>,
  error: Error | null,
  words: SettingsWords,
): Partial<Record<ProxyField, string>> {
  const fields = ['host', 'port', 'protocol', 'username', 'password'] as const
  const details = error instanceof Problem ? error.details : []
  const isHost = error instanceof Problem && error.code === 'proxy_refused'
  return Object.fromEntries(
    fields.flatMap((field) => {
      const fault = faults[field]
      if (fault !== undefined) return [[field, words.proxyFaults[fault]]]
      const detail = details.find(({ path }) => path === field)
      if (detail === undefined) return []
      return [[field, isHost ? words.hostRefused(detail.message) : words.fieldRefused(detail.message)]]
    }),
  )
}
