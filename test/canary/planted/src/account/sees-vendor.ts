import type { WASocket } from '@whiskeysockets/baileys'
export type Socket = WASocket
