export const bridge = async (): Promise<unknown> => import('whatsapp-rust-bridge')
