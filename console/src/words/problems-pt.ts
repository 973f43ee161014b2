import type { ProblemWords } from './problems-en.ts'

export const portuguese: ProblemWords = {
  refused: 'O servidor recusou',
  unexpected: 'Algo deu errado nesta página. Recarregue; se acontecer de novo, avise quem cuida do servidor.',
  retryAfter: (seconds) => `Você pode tentar de novo em ${seconds} s.`,
  byCode: {
    offline: {
      what: 'O servidor não responde',
      helps: 'Tentamos de novo até ele responder; nada do que você vê se perde.',
      isWhole: true,
    },
    token_invalid: {
      what: 'Este token não abre nada aqui',
      helps: 'Confira se ele foi copiado por inteiro.',
      isWhole: true,
    },
    session_ended: { what: 'Sua sessão terminou', helps: 'Entre de novo.', isWhole: true },
    sign_in_throttled: {
      what: 'Muitas tentativas erradas a partir daqui',
      helps: 'Espere e entre com o token certo.',
      isWhole: true,
    },
    rate_limited: { what: 'Pedidos demais ao mesmo tempo', helps: 'Espere um instante.', isWhole: true },
    instance_not_connected: {
      what: 'Este número não está conectado ao WhatsApp',
      helps: 'Vincule ou reconecte na página dele e tente de novo.',
      isWhole: true,
    },
    instance_not_found: {
      what: 'Esta instância não existe',
      helps: 'Ela pode ter sido excluída ou ser de outra conta.',
      isWhole: true,
    },
  },
}
