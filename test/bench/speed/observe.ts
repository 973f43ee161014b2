import { watchProcess } from './figures.ts'

/** Loaded before the gateway (`--import`): tells what the process took when it is asked `figures`. */
const watched = watchProcess()

process.on('message', (question) => {
  if (question === 'figures') void watched.take().then((figures) => process.send?.(figures))
})
