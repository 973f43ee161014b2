import { systemClock } from '../../kernel/clock.ts'
import { createEgress } from './egress.ts'

/** A process of its own that makes one call over loopback, for what only the environment of a process can say. */
export const CALL_ALONE = import.meta.filename

if (process.argv[1] === CALL_ALONE) {
  const url = process.argv[2] ?? ''
  const egress = createEgress({ allow: ['127.0.0.0/8'], clock: systemClock })
  process.send?.(await egress.post({ url, headers: {}, body: '{}', timeoutMs: 10_000 }))
  await egress.close()
  process.disconnect()
}
