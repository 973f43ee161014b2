import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { Asked } from '../ui/asked.tsx'
import { PageTitle } from '../ui/page.tsx'
import { useWords } from '../words/language.ts'
import { proxyQuery, settingsQuery } from './instance-calls.ts'
import { LeaveGuard } from './leave-guard.tsx'
import { ProxyCard } from './proxy-card.tsx'
import { SettingsForm } from './settings-form.tsx'
import { settingsWords } from './settings-words.ts'

/** What an instance is set to, and its proxy; each is saved by itself. */
export function SettingsPage() {
  const { instance } = useParams({ from: '/in/i/$instance/settings' })
  return <SettingsOf key={instance} instance={instance} />
}

function SettingsOf({ instance }: { instance: string }) {
  const words = useWords(settingsWords)
  const settings = useQuery(settingsQuery(instance))
  const proxy = useQuery(proxyQuery(instance))
  const [areSettingsChanged, setSettingsChanged] = useState(false)
  const [isProxyChanged, setProxyChanged] = useState(false)
  return (
    <>
      <PageTitle>{words.title}</PageTitle>
      <div className="flex max-w-4xl flex-col gap-4">
        <Asked query={settings}>
          {(saved) => <SettingsForm instance={instance} saved={saved} onChanged={setSettingsChanged} />}
        </Asked>
        <Asked query={proxy}>
          {(saved) => <ProxyCard instance={instance} saved={saved} onChanged={setProxyChanged} />}
        </Asked>
      </div>
      <LeaveGuard isOn={areSettingsChanged || isProxyChanged} />
    </>
  )
}
