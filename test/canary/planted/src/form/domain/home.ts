import type { Row } from '../store.ts'
import type { now } from '../../whatsapp/port.ts'
export type Form = Row & { now: typeof now }
