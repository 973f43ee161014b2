import type { ProblemWords } from './problems-en.ts'

export const spanish: ProblemWords = {
  refused: 'El servidor lo rechazó',
  unexpected: 'Algo salió mal en esta página. Recárgala; si vuelve a pasar, avisa a quien cuida el servidor.',
  retryAfter: (seconds) => `Puedes intentarlo de nuevo en ${seconds} s.`,
  byCode: {
    offline: {
      what: 'El servidor no responde',
      helps: 'Lo intentamos hasta que responda; nada de lo que ves se pierde.',
      isWhole: true,
    },
    token_invalid: { what: 'Este token no abre nada aquí', helps: 'Comprueba que se copió entero.', isWhole: true },
    session_ended: { what: 'Tu sesión terminó', helps: 'Entra de nuevo.', isWhole: true },
    sign_in_throttled: {
      what: 'Demasiados intentos fallidos desde aquí',
      helps: 'Espera y entra con el token correcto.',
      isWhole: true,
    },
    rate_limited: { what: 'Demasiadas peticiones a la vez', helps: 'Espera un momento.', isWhole: true },
    instance_not_connected: {
      what: 'Este número no está conectado a WhatsApp',
      helps: 'Vincúlalo o reconéctalo en su página e inténtalo de nuevo.',
      isWhole: true,
    },
    instance_not_found: {
      what: 'No existe esa instancia',
      helps: 'Puede haberse eliminado o ser de otra cuenta.',
      isWhole: true,
    },
  },
}
