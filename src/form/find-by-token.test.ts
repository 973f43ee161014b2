import { expect, test } from 'vitest'
import { addInstance, describeStores } from '../platform/db/test-store.suite.ts'
import { formRow } from './form-rows.suite.ts'
import { findByToken, insertForm } from './store.ts'

const ANA = { chat_jid: 'ana@s.whatsapp.net', chat_lid: 'ana@lid' }
const BIA = { chat_jid: 'bia@s.whatsapp.net', chat_lid: 'bia@lid' }

describeStores((open) => {
  test.each([1, 2, 3])(
    'of %i forms with one token to one person the newest comes first, by either address',
    async (count) => {
      const store = await open()
      const id = await addInstance(store)
      const times = Array.from({ length: count }, (_, index) => index + 1)
      await store.write(async ({ sql }) => {
        for (const at of times) await insertForm(sql, formRow(id, at, { ...ANA, flow_token: 'campaign' }))
        await insertForm(sql, formRow(id, 9, { ...BIA, flow_token: 'campaign' }))
        await insertForm(sql, formRow(id, 8, { ...ANA, flow_token: 'other' }))
      })
      for (const addresses of [
        { jids: [ANA.chat_jid], lids: [ANA.chat_lid] },
        { jids: [ANA.chat_jid], lids: [] },
        { jids: [], lids: [ANA.chat_lid, 'nobody@lid'] },
      ]) {
        const found = await findByToken(store.read, id, 'campaign', addresses)
        expect(found.map(({ created_at: at }) => at)).toEqual(times.toReversed())
      }
    },
  )

  test('a form that knows one address, and one that knows the other, are both found', async () => {
    const store = await open()
    const id = await addInstance(store)
    await store.write(async ({ sql }) => {
      await insertForm(sql, formRow(id, 1, { chat_jid: ANA.chat_jid, chat_lid: null, flow_token: 't' }))
      await insertForm(sql, formRow(id, 2, { chat_jid: null, chat_lid: ANA.chat_lid, flow_token: 't' }))
    })
    const found = await findByToken(store.read, id, 't', { jids: [ANA.chat_jid], lids: [ANA.chat_lid] })
    expect(found.map(({ created_at: at }) => at)).toEqual([2, 1])
  })
})
