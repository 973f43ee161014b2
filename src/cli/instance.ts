import { askOperator } from '../app/ask-operator.ts'
import { command } from './command.ts'
import { readOptions } from './options.ts'
import { alignColumns } from './table.ts'

export const instanceList = command({
  usage: 'instance list [--account <name>] [--numbers] [--json]',
  about: `Lists the instances of every account: account, name, state and why, the end of the number, id.

  --account <name>  only those of this account
  --numbers         the numbers whole
  --json            an array of {"account", "name", "id", "state", "reason", "number"}`,
  options: {
    account: { type: 'string' },
    numbers: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
  words: 0,
  async run({ account, numbers, json }) {
    const { output } = await askOperator(readOptions(), 'instance list', { account, numbers })
    if (json) process.stdout.write(`${JSON.stringify(output.instances, null, 2)}\n`)
    else {
      const rows = output.instances.map((each) => [
        each.account,
        each.name,
        each.state,
        each.reason ?? '-',
        each.number ?? '-',
        each.id,
      ])
      process.stdout.write(alignColumns(['ACCOUNT', 'NAME', 'STATE', 'REASON', 'NUMBER', 'ID'], rows))
    }
  },
})
