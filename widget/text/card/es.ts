import type { CardOffline, CardText } from './en.ts'

export const offline: CardOffline = {
  try_again: 'Intentar de nuevo',
  stripe_blocked:
    'No se han podido cargar los campos de la tarjeta. Quizá lo impida un bloqueador de anuncios o la conexión.',
}

export const es: CardText = {
  ...offline,

  test_mode: 'Modo de prueba',
  by_stripe: 'Pagos con Stripe',

  card_number: 'Número de tarjeta',
  card_expiry: 'Fecha de caducidad',
  card_expiry_hint: 'Mes / año',
  card_cvc: 'Código de seguridad',
  card_cvc_hint: '3 cifras en el reverso',
  card_cvc_hint_amex: '4 cifras en el anverso',

  checking: 'Comprobamos qué ha pasado. No cierre esta página.',
  authenticating: 'Su banco le pide que confirme {total}.',
  challenge_missing: '¿Sin página del banco? Comprobar',

  check_fields: 'Revise: {fields}',
  email_invalid: 'Escriba un correo electrónico como nombre@example.com.',
  number_missing: 'Escriba el número de su tarjeta.',
  number_incomplete: 'El número de tarjeta no está completo.',
  number_invalid: 'Este número de tarjeta no es válido. Revise las cifras.',
  expiry_missing: 'Escriba la fecha de caducidad.',
  expiry_incomplete: 'La fecha de caducidad no está completa.',
  expiry_invalid: 'Esta fecha de caducidad no es válida.',
  expiry_past: 'Esta tarjeta ha caducado. Use otra tarjeta.',
  cvc_missing: 'Escriba el código de seguridad.',
  cvc_incomplete: 'El código de seguridad no está completo.',
  cvc_invalid: 'El código de seguridad no es correcto.',

  declined_generic:
    'Su banco ha rechazado la tarjeta. No se le ha cobrado. Pruebe otra tarjeta o consulte a su banco.',
  declined_funds: 'Según su banco, no hay saldo suficiente. No se le ha cobrado. Pruebe otra tarjeta.',
  declined_limit:
    'La tarjeta ha alcanzado un límite. No se le ha cobrado. Pruebe otra tarjeta o consulte a su banco.',
  declined_expired: 'La tarjeta ha caducado. No se le ha cobrado. Revise la fecha o pruebe otra tarjeta.',
  declined_cvc: 'El código de seguridad no es correcto. No se le ha cobrado. Escríbalo de nuevo.',
  declined_number: 'El número de tarjeta no es correcto. No se le ha cobrado. Revíselo e inténtelo de nuevo.',
  declined_expiry:
    'La fecha de caducidad no es correcta. No se le ha cobrado. Revísela e inténtelo de nuevo.',
  declined_later:
    'El banco no ha podido procesar la tarjeta ahora mismo. No se le ha cobrado. Inténtelo en un momento o use otra tarjeta.',
  declined_bank:
    'Su banco lo ha rechazado sin decir por qué. No se le ha cobrado. Consulte a su banco o pruebe otra tarjeta.',
  declined_unsupported: 'Esta tarjeta no sirve para esta compra. No se le ha cobrado. Pruebe otra tarjeta.',
  declined_currency: 'Esta tarjeta no puede pagar en esta moneda. No se le ha cobrado. Pruebe otra tarjeta.',
  declined_duplicate:
    'Su banco lo tomó por la repetición de un pago reciente y lo rechazó. Este intento no se ha cobrado. Mire sus últimos pagos antes de intentarlo de nuevo.',
  declined_authentication:
    'Su banco no ha confirmado que fuera usted. No se le ha cobrado. Inténtelo de nuevo o use otra tarjeta.',
  declined_pin:
    'Su banco pide un PIN, que aquí no se puede introducir. No se le ha cobrado. Pruebe otra tarjeta.',
  declined_address:
    'La dirección no coincide con la tarjeta. No se le ha cobrado. Pruebe otra tarjeta o consulte a su banco.',
  declined_amount:
    'Su banco no permite este importe. No se le ha cobrado. Pruebe otra tarjeta o consulte a su banco.',
  declined_test:
    'En modo de prueba solo sirven tarjetas de prueba. No se ha cobrado nada. Pruebe 4242 4242 4242 4242.',

  check_again: 'Comprobar otra vez',
}
