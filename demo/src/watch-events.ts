import { WebSocket } from 'ws'
import { mustSucceed } from './http.ts'
import type { Stage } from './stage.ts'
import { eventText } from './texts.ts'
import type { World } from './world.ts'

/** Every event of the contract: ours are only sent to those who name them. */
const EVENTS = [
  'message.exchange',
  'message.status',
  'instance.state',
  'call.update',
  'group.flow',
  'label.update',
  'form.sent',
  'form.status',
  'form.answered',
  'form.expired',
  'webhook.paused',
]

/** Close codes of a gateway that ends or has died: the demo ends too, and tells why. */
const GATEWAY_GONE = [1001, 1006]

/**
 * Says the greeting, then every event of the instance as it happens, from the first one that the greeting can cause.
 * @throws Error with a sentence when the stream cannot be opened
 */
export async function watchEvents(
  world: World,
  stage: Stage,
  greeting: string,
  say: (text: string) => Promise<void>,
): Promise<void> {
  await mustSucceed(
    'opening the event stream',
    stage.gateway.post(`/api/events/websocket/${stage.instance}`, { enabled: true, events: EVENTS }),
  )
  const url = `${world.localUrl.replace(/^http/, 'ws')}/ws/${stage.instance}`
  const socket = new WebSocket(url, { headers: { token: stage.instanceToken } })
  await new Promise<void>((resolve, reject) => {
    socket.once('open', resolve)
    socket.on('error', (error) => reject(new Error(`opening the event stream: ${error.message}`)))
  })
  socket.once('close', (code) => {
    if (!GATEWAY_GONE.includes(code)) void say(`\nThe event stream was closed (${code}): no more events are shown.\n`)
  })
  await say(greeting)
  socket.on('message', (frame: Buffer) => void say(eventText(JSON.parse(frame.toString()) as Record<string, unknown>)))
}
