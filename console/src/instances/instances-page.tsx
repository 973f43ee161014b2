import { useQuery } from '@tanstack/react-query'
import { Navigate, useRouterState } from '@tanstack/react-router'
import { useState } from 'react'
import { useSession } from '../session/session.ts'
import { Asked } from '../ui/asked.tsx'
import { Button } from '../ui/button.tsx'
import { TextField } from '../ui/field.tsx'
import { Notice } from '../ui/notice.tsx'
import { Card, Empty, PageTitle } from '../ui/page.tsx'
import { useNow } from '../ui/use-now.ts'
import { useFormats } from '../words/formats.ts'
import { useWords } from '../words/language.ts'
import { CreateDialog } from './create-dialog.tsx'
import { findInstances } from './find-instances.ts'
import { instancesQuery } from './instance-calls.ts'
import { InstanceRow } from './instance-row.tsx'
import type { Instance } from './instance-shapes.ts'
import { instancesWords } from './words.ts'

/** From so many on a list is searched rather than looked through. */
const MANY = 9

/**
 * One call every few seconds, while somebody looks, tells of all of them: a WebSocket tells of one instance only, and a
 * browser has few.
 */
const EVERY_MS = 4_000

declare module '@tanstack/react-router' {
  interface HistoryState {
    /** Name of an instance that was just deleted. */
    deletedInstance?: string
  }
}

/** All numbers of the account; who is signed in with an instance's token is led to that one. */
export function InstancesPage() {
  const session = useSession()?.session
  if (session?.type === 'instance' && session.instance !== null) {
    return <Navigate to="/i/$instance" params={{ instance: session.instance }} replace />
  }
  return <AllInstances mayCreate={session?.type === 'account'} />
}

function AllInstances({ mayCreate }: { mayCreate: boolean }) {
  const words = useWords(instancesWords)
  const deleted = useRouterState({ select: ({ location }) => location.state.deletedInstance })
  const [isCreating, setCreating] = useState(false)
  const query = useQuery({ ...instancesQuery, refetchInterval: EVERY_MS, refetchIntervalInBackground: false })
  const create = (label: string) =>
    mayCreate ? (
      <Button look="main" onClick={() => setCreating(true)}>
        {label}
      </Button>
    ) : null
  return (
    <>
      <PageTitle aside={create(words.create)}>{words.title}</PageTitle>
      <div className="flex flex-col gap-4">
        {deleted === undefined ? null : (
          <Notice tone="good">
            <p className="foreign">{words.deleted(deleted)}</p>
          </Notice>
        )}
        <Asked query={query}>
          {(instances) =>
            instances.length === 0 ? (
              <Card>
                <Empty title={words.emptyTitle} action={create(words.firstStep)}>
                  <p>{words.empty}</p>
                </Empty>
              </Card>
            ) : (
              <InstanceList instances={instances} />
            )
          }
        </Asked>
      </div>
      <CreateDialog isOpen={isCreating} onClose={() => setCreating(false)} />
    </>
  )
}

function InstanceList({ instances }: { instances: readonly Instance[] }) {
  const words = useWords(instancesWords)
  const formats = useFormats()
  const now = useNow(30_000)
  const [wanted, setWanted] = useState('')
  const hasSearch = instances.length >= MANY
  const found = hasSearch ? findInstances(instances, wanted) : instances
  return (
    <>
      {hasSearch ? (
        <div className="flex flex-wrap items-end gap-x-4 gap-y-2">
          <TextField
            label={words.search}
            type="search"
            className="w-full sm:w-80"
            value={wanted}
            onChange={({ target }) => setWanted(target.value)}
          />
          <p role="status" className="text-sm text-quiet sm:pb-2">
            {words.found(formats.number(found.length), formats.number(instances.length))}
          </p>
        </div>
      ) : (
        <p className="text-sm text-quiet">{words.intro}</p>
      )}
      {found.length === 0 ? (
        <Card>
          <Empty title={words.nothingFound}>
            <p>{words.nothingFoundHelps}</p>
          </Empty>
        </Card>
      ) : (
        <ul className="divide-y divide-line rounded-xl border border-line bg-card">
          {found.map((instance) => (
            <InstanceRow key={instance.id} instance={instance} now={now} />
          ))}
        </ul>
      )}
    </>
  )
}
