import { openFleet } from '../chaos/fleet.ts'

/** One restart: milliseconds from the signal to the end, and from the start of the process on. */
export interface Restart {
  stopMs: number
  readyMs: number
  /** Until all are connected. */
  connectedMs: number
  /** How many of them asked for a code. */
  codes: number
}

/** Links so many instances, and restarts the gateway with them. Waits are not scaled. */
export async function measureRestart(instances: number, restarts: number): Promise<Restart[]> {
  const fleet = await openFleet({ instances, environment: { WHATSAPP_TIME_SCALE: '1' } })
  try {
    const measured: Restart[] = []
    for (let restart = 0; restart < restarts; restart += 1) {
      const { registrations } = await fleet.visits()
      const stoppedAt = performance.now()
      await fleet.gateway.stop()
      const startedAt = performance.now()
      await fleet.gateway.start()
      const readyMs = performance.now() - startedAt
      await fleet.until('connected')
      const connectedMs = performance.now() - startedAt
      const codes = (await fleet.visits()).registrations - registrations
      measured.push({ stopMs: startedAt - stoppedAt, readyMs, connectedMs, codes })
    }
    return measured
  } finally {
    await fleet.gateway.stop()
    await fleet.close()
  }
}
