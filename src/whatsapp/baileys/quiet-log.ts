import type { ILogger } from '@whiskeysockets/baileys/lib/Utils/logger.js'

/** How often the engine complained, by level: all that is kept of its log. */
export interface Complaints {
  warnings: number
  errors: number
}

/**
 * The logger handed to Baileys. Its lines carry stanzas, JIDs and keys, in fields and in the text alike, so nothing
 * of them is passed on; a level other than `trace` and `debug` keeps it from building them.
 */
export function quietLog(complaints: Complaints): ILogger {
  const log: ILogger = {
    level: 'silent',
    child: () => log,
    trace: () => {},
    debug: () => {},
    info: () => {},
    warn: () => {
      complaints.warnings += 1
    },
    error: () => {
      complaints.errors += 1
    },
  }
  return log
}
