import { useQuery } from '@tanstack/react-query'
import { useBlocker, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { Asked } from '../ui/asked.tsx'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { PageTitle } from '../ui/page.tsx'
import { useWords } from '../words/language.ts'
import { proxyQuery, settingsQuery } from './instance-calls.ts'
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

/** Asks before what was typed is lost: by another page of the console, or by the tab being closed. */
function LeaveGuard({ isOn }: { isOn: boolean }) {
  const words = useWords(settingsWords)
  const blocker = useBlocker({ shouldBlockFn: () => isOn, enableBeforeUnload: () => isOn, withResolver: true })
  const isAsking = blocker.status === 'blocked'
  return (
    <Dialog
      title={words.leaveTitle}
      isOpen={isAsking}
      onClose={() => blocker.reset?.()}
      actions={
        <>
          <Button onClick={() => blocker.reset?.()}>{words.stay}</Button>
          <Button look="danger" onClick={() => blocker.proceed?.()}>
            {words.leaveDo}
          </Button>
        </>
      }
    >
      <p className="text-sm">{words.leave}</p>
    </Dialog>
  )
}
