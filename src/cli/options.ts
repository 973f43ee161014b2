import { randomBytes } from 'node:crypto'
import type { AppOptions } from '../app/store-and-keys.ts'
import { loadConfig } from '../config.ts'
import { systemClock } from '../kernel/clock.ts'
import { silentLog } from '../platform/log.ts'

/** The gateway's configuration, and this machine's time and chance. @throws ConfigRefused */
export function readOptions(): AppOptions {
  return { config: loadConfig(), clock: systemClock, random: { bytes: randomBytes }, log: silentLog }
}
