import type { SettingsWords } from './settings-words-en.ts'

export const portuguese: SettingsWords = {
  title: 'Ajustes',
  calls: 'Ligações',
  messages: 'Mensagens e presença',
  keepingTitle: 'Respostas e por quanto tempo ficam',
  forms: 'Formulários prontos',
  pacing: 'Ritmo',
  autoRejectCalls: 'Recusar ligações assim que tocam',
  autoRejectCallsHint: 'Quem liga percebe que ninguém atende; o celular pode tocar por um instante.',
  callRejectMessage: 'Texto para quem ligou',
  callRejectMessageHint:
    'Enviado a quem teve a ligação recusada, no máximo uma vez por hora, e não em ligações de grupo. Vazio: nenhum texto. Só vale enquanto as ligações são recusadas.',
  ignoreGroupMessages: 'Ignorar mensagens de grupos',
  ignoreGroupMessagesHint:
    'Elas não são guardadas nem repassadas aos seus programas. As respostas aos seus formulários sempre são, também as de grupos.',
  keepOnlineStatus: 'Mostrar o número como online',
  keepOnlineStatusHint:
    'As pessoas veem “online” o dia inteiro. O celular pode ficar sem tocar quando chegam mensagens, porque o WhatsApp acha que você as lê por aqui.',
  autoReadMessages: 'Marcar mensagens recebidas como lidas',
  autoReadMessagesHint:
    'Quem enviou vê os tiques azuis assim que a mensagem é guardada aqui, tenha alguém lido ou não. No celular ela também aparece como lida.',
  ignoreStatus: 'Ignorar postagens de status',
  ignoreStatusHint:
    'Postagens de status nunca são guardadas nem repassadas, esteja isto como estiver. Existe para programas que o definem.',
  disableHistorySync: 'Não trazer conversas antigas',
  disableHistorySyncHint:
    'Desligado: as conversas antigas que o celular traz são guardadas, a partir da próxima vez que o número for vinculado. As respostas aos seus formulários que houver nelas contam. Vincular demora mais, e mais do que as pessoas escreveram fica guardado aqui.',
  keeping: 'Guardar respostas e mensagens',
  keepingWays: { server: 'Pelo tempo definido no servidor', ever: 'Para sempre', days: 'Por um número de dias' },
  keepingHint:
    'O que for mais antigo é apagado de vez, em até uma hora. Baixe o que ainda precisa antes de encurtar o prazo.',
  days: 'Dias',
  daysWrong: 'Um número inteiro de 1 a 36500.',
  answersInEvents: 'Incluir os valores das respostas nos eventos',
  answersInEventsHint:
    'Desligado: webhooks e WebSockets avisam que um formulário foi respondido e qual, e os programas buscam os valores. Assim há menos cópias de dados pessoais por aí.',
  buttonLabels: 'Texto do botão do formulário',
  buttonLabelsHint: 'Vazio: o do servidor. O WhatsApp corta textos longos.',
  flowIds: 'Flow que se abre',
  flowIdsHint:
    'Vazio: o do servidor, que serve para quase todo mundo. Com um id errado o botão não abre nada no celular.',
  wordLong: 'No máximo 256 caracteres.',
  messageLong: 'No máximo 4096 caracteres.',
  pace: 'Segundos entre dois envios',
  paceHint:
    'Muitas mensagens por minuto levam a banimentos. De 2 a 5 combinam com lembretes aos seus clientes; 10 ou mais quando muitos nunca escreveram para você. Primeiras mensagens a alguém esperam o triplo. 0: sem espera. Um envio pode então aguardar a vez.',
  paceWrong: 'Segundos de 0 a 3600, como 2 ou 1,5.',
  unsaved: (count, isOne) => (isOne ? 'Uma mudança não foi salva' : `${count} mudanças não foram salvas`),
  discard: 'Descartar',
  discarded: 'As alterações foram descartadas.',
  saved: 'Salvo. Já está valendo.',
  fieldRefused: (detail) => `O servidor recusou: ${detail}`,
  lookAbove: 'Algo acima ainda não está certo.',
  leaveTitle: 'Sair sem salvar?',
  leave: 'O que você mudou aqui se perde.',
  leaveDo: 'Sair',
  stay: 'Ficar',
  proxy: 'Proxy',
  proxyIntro:
    'A conexão deste número com o WhatsApp passa por ele, e nunca por fora: onde o proxy falha, o número fica desconectado. Webhooks não passam por ele.',
  proxyEnabled: 'Passar por um proxy',
  proxyOff: 'Salvar remove o proxy com a senha; o número passa a se conectar direto.',
  protocol: 'Protocolo',
  protocolHint: 'Com HTTP e SOCKS5 a senha do proxy viaja sem criptografia.',
  host: 'Host',
  hostHint:
    'Nome ou endereço, sem http://. Não na sua própria rede, a menos que quem cuida do servidor a tenha liberado.',
  port: 'Porta',
  username: 'Usuário',
  usernameHint: 'Vazio: o proxy não pede.',
  password: 'Senha',
  passwordKept: 'Se houver uma, ela fica como está, a menos que você digite outra. Nunca é mostrada.',
  passwordAnew:
    'Para outro proxy, porta, protocolo ou usuário é preciso digitá-la de novo: ela não vai para nenhum outro.',
  passwordNew: 'Fica lacrada e nunca mais é mostrada.',
  proxyFaults: {
    hostMissing: 'Digite onde o proxy está.',
    portWrong: 'Um número inteiro de 1 a 65535.',
    usernameMissing: 'Uma senha precisa de um usuário.',
    usernameColon: 'Sem dois-pontos, a não ser com SOCKS5.',
  },
  hostRefused: (detail) => `Este host não pode ser usado: ${detail}`,
  redials: 'Salvar conecta o número de novo; um código que estiver à mostra perde a validade.',
  proxySaved: 'O proxy está definido.',
  proxyRemoved: 'O proxy foi removido.',
  saveProxy: 'Salvar o proxy',
}
