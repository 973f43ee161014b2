import { request, STATUS_CODES } from 'node:http'
import * as net from 'node:net'
import { type WebSocket as Heard, WebSocket as Spoken } from 'ws'
import { downloadMediaMessage, proto } from '@whiskeysockets/baileys'

export const words = STATUS_CODES
export const byHttp = request
export const bySocket = (port: number) => net.connect(port)
export const later = () => import('undici')
export const byFetch = (url: string) => fetch(url)
export const byGlobal = (url: string) => globalThis.fetch(url)
export const handedOn = { fetch }
export const byWebSocket = (url: string): Heard => new Spoken(url)
export const byEvents = (url: string) => new EventSource(url)
export const byEngine = [downloadMediaMessage, proto]
export const notMine = (egress: { fetch(url: string): void }, url: string) => egress.fetch(url)
