import { queryOptions } from '@tanstack/react-query'
import { api, told } from '../api/client.ts'
import type { Stats } from './counts.ts'
import { dayAt } from './days.ts'
import { askedDays, narrowingOf, type OverviewSearch } from './search.ts'

/** What was counted, with the days that were asked for: figures and days always belong together. */
export interface Counted {
  stats: Stats
  asked: { from?: string; to?: string }
  today: string
}

/** The name of the browser's time zone; UTC where it keeps that to itself. */
export function browserZone(): string {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
  return zone === undefined || zone === 'Etc/Unknown' ? 'UTC' : zone
}

/** The forms of an instance, counted. Days are the browser's; which they are is decided whenever it is asked. */
export function statsQuery(instance: string, search: OverviewSearch) {
  return queryOptions({
    queryKey: ['stats', instance, search],
    async queryFn({ signal }): Promise<Counted> {
      const timezone = browserZone()
      const today = dayAt(timezone, Date.now())
      const asked = askedDays(search, today)
      const query = { ...narrowingOf(search), ...asked, timezone }
      const { stats } = await told(
        api.GET('/api/form/stats/{instance}', { params: { path: { instance }, query }, signal }),
      )
      return { stats, asked, today }
    },
  })
}
