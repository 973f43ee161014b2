import { command } from './command.ts'

export const serve = command({
  usage: 'serve',
  about: 'Starts the gateway. The environment, or a .env beside the process, configures it: docs/configuration.md.',
  options: {},
  words: 0,
  async run() {
    await (await import('../main.ts')).serve()
  },
})
