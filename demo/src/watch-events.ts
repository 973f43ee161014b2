import { WebSocket } from 'ws'
import { mustSucceed } from './http.ts'
import type { Stage } from './stage.ts'
import type { World } from './world.ts'

const EVENTS = ['message.exchange', 'message.status', 'instance.state', 'form.sent', 'form.status', 'form.answered']

/** Shows every event of the instance as it happens. Returns how to stop. */
export async function watchEvents(
  world: World,
  stage: Stage,
  show: (event: Record<string, unknown>) => void,
): Promise<() => void> {
  await mustSucceed(
    'opening the event stream',
    stage.gateway.post(`/api/events/websocket/${stage.instance}`, { enabled: true, events: EVENTS }),
  )
  const url = `${world.baseUrl.replace(/^http/, 'ws')}/ws/${stage.instance}`
  const socket = new WebSocket(url, { headers: { token: stage.instanceToken } })
  socket.on('message', (frame: Buffer) => show(JSON.parse(frame.toString()) as Record<string, unknown>))
  await new Promise((resolve, reject) => {
    socket.once('open', resolve)
    socket.once('error', reject)
  })
  return () => socket.terminate()
}
