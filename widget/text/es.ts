import { es as card, offline as cardOffline } from './card/es.ts'
import type { Offline, Text } from './en.ts'

export const offline: Offline = {
  ...cardOffline,
  loading: 'Cargando el formulario de pago…',
  load_failed: 'No se ha podido cargar el formulario de pago. Revise su conexión.',
  misconfigured: 'El formulario de pago no está bien configurado en esta página.',
}

export const es: Text = {
  ...card,
  ...offline,

  each: '{price} por unidad',
  per_day: '{price} al día',
  per_week: '{price} a la semana',
  per_month: '{price} al mes',
  per_year: '{price} al año',
  every: '{price} cada {span}',
  every_week: '{price} cada {span}',
  trial: 'Gratis durante {span}, después {price} desde el {date}',
  quantity: 'Cantidad',
  fewer: 'Uno menos',
  more: 'Uno más',
  amount: 'Importe ({currency})',
  amount_hint: 'De {min} a {max}',
  presets: 'Importes sugeridos',
  email_required: 'Correo electrónico (obligatorio)',
  email_optional: 'Correo electrónico (opcional)',

  promotion_add: 'Añadir un código promocional',
  promotion_code: 'Código promocional',
  promotion_apply: 'Aplicar',
  promotion_remove: 'Quitar {code}',
  promotion_missing: 'Introduzca un código promocional.',
  promotion_invalid: 'Este código no es válido aquí.',
  promotion_unchecked: 'No se ha podido comprobar el código. Aplíquelo de nuevo.',
  promotion_pending: 'Aplique primero este código o vacíe el campo.',
  discount_once: '{code}: {off} de descuento en el primer pago',
  discount_repeating: '{code}: {off} de descuento en cada pago durante {span}',
  discount_forever: '{code}: {off} de descuento en cada pago',

  saved_cards: 'Sus tarjetas',
  saved_card: '{brand} terminada en {last4}',
  saved_card_expiry: 'Caduca en {date}',
  other_card: 'Usar otra tarjeta',
  keep_card: 'Guardar esta tarjeta para la próxima vez',

  pay: 'Pagar {total}',
  pay_nothing_yet: 'Pagar',
  subscribe: 'Suscribirse: {price}',
  subscribe_nothing_yet: 'Suscribirse',
  start_free: 'Empezar gratis, después {price}',
  save_card: 'Guardar la tarjeta',
  renews:
    'Se cobran {total} ahora. La suscripción se renueva automáticamente por {price}{less}, hasta que se cancele.',
  renews_trial:
    'Ahora no se cobra nada. El {date} se cobran {total}. Después, la suscripción se renueva automáticamente por {price}{less}, hasta que se cancele.',
  renews_cardless:
    'Ahora no se cobra nada y no hace falta tarjeta. La suscripción termina sola el {date}. Continuarla cuesta {price}{less}.',
  less: ', menos el descuento mientras dure',
  save_terms:
    'Ahora no se cobra nada. La tienda podrá cobrar en esta tarjeta más adelante lo que usted acuerde.',
  paying: 'Pagando {total}. No cierre esta página.',
  paying_free: 'Un momento. No cierre esta página.',
  authenticating_free: 'Su banco le pide que confirme la tarjeta.',

  email_missing: 'Escriba su correo electrónico.',
  amount_missing: 'Escriba un importe.',
  amount_invalid: 'Escriba el importe en números, por ejemplo {example}.',
  amount_range: 'Escriba un importe de {min} a {max}.',
  amount_limit: 'Escriba un importe menor.',
  quantity_invalid: 'Escriba un número entero de {min} a {max}.',

  price_changed:
    'El precio ha cambiado de {from} a {to}, así que no se ha iniciado ningún pago. Revise el nuevo precio e inténtelo de nuevo.',
  offer_changed:
    'El precio o las fechas han cambiado, así que no se ha iniciado ningún pago. Revise las nuevas condiciones e inténtelo de nuevo.',
  price_reload:
    'Puede que el precio haya cambiado, así que no se ha iniciado ningún pago. Recargue la página para verlo.',
  terms_changed: 'El total se cambió en otra pestaña. No se le ha cobrado. Revíselo e inténtelo de nuevo.',
  action_pending:
    'Su banco aún no lo ha confirmado y de momento no se ha cobrado nada. Inténtelo de nuevo para continuar.',
  not_arrived:
    'Hasta ahora no ha llegado ningún pago. Puede pagar de nuevo sin riesgo: esta compra solo se puede cobrar una vez.',
  not_arrived_free:
    'Hasta ahora no se ha confirmado nada. Puede intentarlo de nuevo sin riesgo: solo se hace una vez.',
  not_charged: 'No se ha realizado. No se le ha cobrado. Inténtelo de nuevo.',
  restarted:
    'Este proceso se cerró, como ocurre tras muchos intentos o mucho tiempo. No se le ha cobrado. Inténtelo de nuevo para iniciar otro.',
  not_started_offline:
    'No hemos podido contactar con la tienda, así que no se ha iniciado ningún pago. Revise su conexión e inténtelo de nuevo.',
  not_started_busy:
    'Ha habido demasiados intentos, así que no se ha iniciado ningún pago. Espere un minuto e inténtelo de nuevo.',
  not_started_wait:
    'Ha habido demasiados intentos, así que no se ha iniciado ningún pago. Espere {wait} e inténtelo de nuevo.',
  not_started_person:
    'La tienda no pudo asegurarse de que paga una persona, así que no se ha iniciado ningún pago. Espere un momento e inténtelo de nuevo, o use la otra vía de compra de la tienda.',
  not_started_token:
    'Esta página ya no sabe quién es usted, así que no se ha iniciado ningún pago. Recargue la página e inténtelo de nuevo.',
  not_started:
    'Algo ha fallado por nuestra parte y no se ha iniciado ningún pago. Inténtelo de nuevo en un momento.',

  offer_unavailable: 'Esto no se puede comprar aquí por el momento.',
  unknown_outcome:
    'No hemos podido saber si el pago se ha realizado. No pague de nuevo todavía. Compruébelo otra vez cuando tenga conexión.',
  unknown_outcome_free:
    'No hemos podido saber si se ha realizado. No lo intente de nuevo todavía. Compruébelo otra vez cuando tenga conexión.',

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
  begun: 'Suscripción iniciada',
  begun_free: 'Es gratis hasta el {date}.',
  begun_already: 'Ya tiene la suscripción',
  begun_already_text: 'Esta suscripción ya ha comenzado.',
  saved: 'Tarjeta guardada',
  saved_already: 'Tarjeta ya guardada',
  nothing_charged: 'No se ha cobrado nada.',
  waiting: 'Aún sin confirmar',
  waiting_text: 'La tienda aún no lo ha confirmado. No empiece de nuevo.',
  review_free: 'En revisión',
  review_free_text: 'Una persona debe revisarlo. No empiece de nuevo. Referencia {reference}.',
  item: 'Artículo',
  total: 'Total',
  price: 'Precio',
  first_payment: 'Primer pago',
  email: 'Correo electrónico',
  reference: 'Referencia',
  buy_again: 'Comprar de nuevo',
  subscribe_again: 'Iniciar otra suscripción',
  save_another: 'Guardar otra tarjeta',
}
