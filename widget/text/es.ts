import type { Text } from './en.ts'

export const es: Text = {
  loading: 'Cargando el formulario de pago…',
  test_mode: 'Modo de prueba',
  by_stripe: 'Pagos con Stripe',

  each: '{price} por unidad',
  quantity: 'Cantidad',
  fewer: 'Uno menos',
  more: 'Uno más',
  amount: 'Importe ({currency})',
  amount_hint: 'De {min} a {max}',
  presets: 'Importes sugeridos',
  email_required: 'Correo electrónico (obligatorio)',
  email_optional: 'Correo electrónico (opcional)',
  card_number: 'Número de tarjeta',
  card_expiry: 'Fecha de caducidad',
  card_expiry_hint: 'Mes / año',
  card_cvc: 'Código de seguridad',
  card_cvc_hint: '3 cifras en el reverso',
  card_cvc_hint_amex: '4 cifras en el anverso',

  pay: 'Pagar {total}',
  pay_nothing_yet: 'Pagar',
  paying: 'Pagando {total}. No cierre esta página.',
  checking: 'Comprobamos qué ha pasado. No cierre esta página.',
  authenticating: 'Su banco le pide que confirme {total}.',
  challenge_missing: '¿Sin página del banco? Comprobar',

  check_fields: 'Revise: {fields}',
  email_missing: 'Escriba su correo electrónico.',
  email_invalid: 'Escriba un correo electrónico como nombre@example.com.',
  amount_missing: 'Escriba un importe.',
  amount_invalid: 'Escriba el importe en números, por ejemplo {example}.',
  amount_range: 'Escriba un importe de {min} a {max}.',
  amount_limit: 'Escriba un importe menor.',
  quantity_invalid: 'Escriba un número entero de {min} a {max}.',
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

  price_changed:
    'El precio ha cambiado de {from} a {to}, así que no se ha iniciado ningún pago. Revise el nuevo precio y pague de nuevo.',
  price_reload:
    'Puede que el precio haya cambiado, así que no se ha iniciado ningún pago. Recargue la página para verlo.',
  terms_changed: 'El total se cambió en otra pestaña. No se le ha cobrado. Revíselo y pague de nuevo.',
  action_pending:
    'Su banco no ha confirmado este pago y de momento no se ha cobrado nada. Pague de nuevo para continuar.',
  not_arrived:
    'Hasta ahora no ha llegado ningún pago. Puede pagar de nuevo sin riesgo: esta compra solo se puede cobrar una vez.',
  not_charged: 'El pago no se ha realizado. No se le ha cobrado. Inténtelo de nuevo.',
  restarted:
    'Este pago se cerró, como ocurre tras muchos intentos o mucho tiempo. No se le ha cobrado. Pague de nuevo para iniciar otro.',
  not_started_offline:
    'No hemos podido contactar con la tienda, así que no se ha iniciado ningún pago. Revise su conexión y pague de nuevo.',
  not_started_busy:
    'Ha habido demasiados intentos, así que no se ha iniciado ningún pago. Espere un minuto y pague de nuevo.',
  not_started_wait:
    'Ha habido demasiados intentos, así que no se ha iniciado ningún pago. Espere {wait} y pague de nuevo.',
  not_started_person:
    'La tienda no pudo asegurarse de que paga una persona, así que no se ha iniciado ningún pago. Espere un momento y pague de nuevo, o use la otra vía de compra de la tienda.',
  not_started:
    'Algo ha fallado por nuestra parte y no se ha iniciado ningún pago. Pague de nuevo en un momento.',

  try_again: 'Intentar de nuevo',
  load_failed: 'No se ha podido cargar el formulario de pago. Revise su conexión.',
  offer_unavailable: 'Esto no se puede comprar aquí por el momento.',
  stripe_blocked:
    'No se han podido cargar los campos de la tarjeta. Quizá lo impida un bloqueador de anuncios o la conexión.',
  misconfigured: 'El formulario de pago no está bien configurado en esta página.',
  unknown_outcome:
    'No hemos podido saber si el pago se ha realizado. No pague de nuevo todavía. Compruébelo otra vez cuando tenga conexión.',
  check_again: 'Comprobar otra vez',

  paid: 'Pago recibido',
  paid_text: 'Ha pagado {total}.',
  accepted: 'Pago aceptado',
  accepted_text: 'Su banco ha aceptado {total}. La tienda aún no lo ha confirmado. No pague de nuevo.',
  already: 'Ya pagado',
  already_text: 'Ya pagó {total}: {time}.',
  already_text_untimed: 'Ya pagó {total}.',
  processing: 'Pago en curso',
  processing_text: 'Su banco aún está procesando {total}. No pague de nuevo.',
  review: 'Pago en revisión',
  review_text: 'Tenemos su pago y lo estamos comprobando. No pague de nuevo. Referencia {reference}.',
  item: 'Artículo',
  total: 'Total',
  email: 'Correo electrónico',
  reference: 'Referencia',
  buy_again: 'Comprar de nuevo',
}
