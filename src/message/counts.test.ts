import { expect, test } from 'vitest'
import { addInstance, describeStores } from '../platform/db/test-store.suite.ts'
import { changeState } from './change-state.ts'
import type { StateChange } from './store.ts'
import { findMessage, insertMessage } from './store.ts'

describeStores((open) => {
  test('a change is counted when it is kept: not when it is rolled back, and not a second time', async () => {
    const store = await open()
    const instance_id = await addInstance(store)
    await store.write(({ sql }) =>
      insertMessage(sql, {
        ...{
          id: 'msg_1',
          instance_id,
          chat_key: 'c',
          message_id: 'm',
          direction: 'outgoing',
          type: 'text',
          content: '',
        },
        ...{ chat_type: 'private', source: 'api', state: 'sending', at: 1, created_at: 1 },
      }),
    )
    const counted: string[] = []
    const counts = { moved: (_: unknown, { state }: { state: string }) => void counted.push(state), judged: () => {} }
    const deps = { announce: async () => {}, followers: [], counts }
    const move = (state: StateChange['state'], breaks = false) =>
      store.write(async (transaction) => {
        const message = await findMessage(transaction.sql, 'msg_1')
        if (message) await changeState(deps, transaction, message, { state, at: 2, failure: null })
        if (breaks) throw new Error('rolled back')
      })

    await expect(move('sent', true)).rejects.toThrow('rolled back')
    expect(counted).toEqual([])
    await Promise.all([move('sent'), move('delivered', true).catch(() => {}), move('sent')])
    await move('read')
    await move('delivered')
    expect(counted).toEqual(['sent', 'read'])
  })
})
