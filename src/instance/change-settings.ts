import type { Clock } from '../kernel/clock.ts'
import { problem } from '../kernel/errors.ts'
import type { Store } from '../platform/db/store.ts'
import { changeSettings, countGiven, type Settings, type SettingsChange } from './domain/settings.ts'
import { findInstance, type Instance, updateInstance } from './store.ts'

export interface ChangeSettingsDeps {
  store: Store
  clock: Clock
  /** Called when changed settings are kept: what acts by itself has to look again. */
  settingsChanged(instanceId: string): void
}

/**
 * Changes the settings that are given, and keeps the others.
 * @throws request_invalid when none is given
 */
export async function changeInstanceSettings(
  deps: ChangeSettingsDeps,
  instance: Instance,
  change: SettingsChange,
): Promise<Settings> {
  if (countGiven(change) === 0) throw problem('request_invalid', 'at least one setting is required')
  return deps.store.write(async ({ sql, afterCommit }) => {
    const current = await findInstance(sql, instance.id)
    if (!current) throw problem('instance_not_found')
    const settings = changeSettings(current.settings, change)
    await updateInstance(sql, instance.id, { settings: JSON.stringify(settings), updated_at: deps.clock.now() })
    afterCommit(() => deps.settingsChanged(instance.id))
    return settings
  })
}
