import { child, children, node } from '../../wire/node.ts'
import { done, type IqHandler, itemNotFound, result } from './answer.ts'

/** The privacy settings of a fresh account: everything for everyone, and read receipts on. */
const PRIVACY = ['readreceipts', 'last', 'online', 'profile', 'status', 'groupadd', 'calladd', 'messages'] as const

export const privacy: IqHandler = ({ iq }) => {
  if (child(iq, 'tokens')) return result(node('tokens'))
  if (iq.attrs.type !== 'get') return done
  return result(
    node(
      'privacy',
      {},
      PRIVACY.map((name) => node('category', { name, value: 'all' })),
    ),
  )
}

export const blocklist: IqHandler = () => result(node('list', {}, []))

/** Experiments and limits that WhatsApp switches per account: none. */
export const abProps: IqHandler = () => result(node('props', { protocol: '1', hash: 'sandbox' }, []))

/** Settings that a phone shares with its companions: every collection is empty and up to date. */
export const appState: IqHandler = ({ iq }) =>
  result(
    node(
      'sync',
      {},
      children(child(iq, 'sync'), 'collection').map((asked) => {
        const version = Number(asked.attrs.version ?? 0) + children(asked, 'patch').length
        return node('collection', { name: asked.attrs.name, version: String(version), type: 'result' })
      }),
    ),
  )

/** Media is not simulated: the only host offered is this machine, where nothing answers. */
export const media: IqHandler = () =>
  result(
    node('media_conn', { auth: 'sandbox', ttl: '3600', auth_ttl: '3600', max_buckets: '1' }, [
      node('host', { hostname: '127.0.0.1', maxContentLengthBytes: '16777216' }),
    ]),
  )

/** What an account may do, asked after a refusal with 463: nothing is restricted. */
export const mex: IqHandler = () => result(node('result', {}, Buffer.from(JSON.stringify({ data: {} }))))

export const picture: IqHandler = () => itemNotFound
