import { child, node, SERVER, seconds } from '../../wire/node.ts'
import { activate } from '../login.ts'
import type { World } from '../world.ts'
import { done, type IqHandler, type IqQuestion } from './answer.ts'
import { devices } from './devices.ts'
import { encrypt } from './encrypt.ts'
import { groups } from './groups.ts'
import { abProps, appState, blocklist, media, mex, picture, privacy } from './settings.ts'
import { usync } from './usync.ts'

/** Who answers which namespace. Everything else (ping, statistics, …) gets an empty result. */
const HANDLERS: Readonly<Record<string, IqHandler>> = {
  encrypt,
  usync,
  'w:g2': groups,
  md: devices,
  abt: abProps,
  blocklist,
  privacy,
  'w:m': media,
  'w:mex': mex,
  'w:profile:picture': picture,
  'w:sync:app:state': appState,
}

/** Answers a query, and says so to its sender. */
export function answerIq(question: IqQuestion, world: World): void {
  const { iq, device, connection } = question
  const answer = (HANDLERS[iq.attrs.xmlns ?? ''] ?? (() => done))(question, world)
  const attrs = { id: iq.attrs.id, from: iq.attrs.to ?? SERVER, t: seconds(world.clock()) }
  switch (answer.type) {
    case 'result':
      connection.send(node('iq', { ...attrs, type: 'result' }, answer.content))
      break
    case 'error': {
      const error = node('error', { code: String(answer.code), text: answer.text })
      connection.send(node('iq', { ...attrs, type: 'error' }, [error]))
      break
    }
  }
  if (device && iq.attrs.xmlns === 'passive' && child(iq, 'active')) activate(device, world)
}
