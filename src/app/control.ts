import { z } from 'zod'
import { Refused } from '../kernel/refused.ts'
import { listenForOperator } from '../platform/control/listen.ts'
import { faultOf } from '../platform/log.ts'
import type { OpenedGateway } from './opened-gateway.ts'
import { NOT_UNDERSTOOD, operate } from './operator.ts'

const REQUEST = z.strictObject({ operation: z.string(), input: z.unknown() })

/** Answers the command line on the socket of the data folder; null when there can be none. */
export function openControl(gateway: OpenedGateway) {
  const { config, clock, log } = gateway.options
  return listenForOperator({
    dataDir: config.dataDir,
    clock,
    log,
    async answer(request) {
      const read = REQUEST.safeParse(request)
      if (!read.success) return { refused: NOT_UNDERSTOOD }
      const { operation, input } = read.data
      try {
        return { output: await operate(gateway, operation, input) }
      } catch (error) {
        if (error instanceof Refused) return { refused: error.message }
        log.error({ fault: faultOf(error) }, 'a command failed')
        return { failed: true }
      }
    },
  })
}
