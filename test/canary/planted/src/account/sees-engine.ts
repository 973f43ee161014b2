export { now } from '../whatsapp/baileys/engine.ts'
