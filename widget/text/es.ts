import { es as card } from './card/es.ts'
import type { Text } from './en.ts'

export const es: Text = {
  ...card,

  loading: 'Cargando el formulario de pago…',

  each: '{price} por unidad',
  quantity: 'Cantidad',
  fewer: 'Uno menos',
  more: 'Uno más',
  amount: 'Importe ({currency})',
  amount_hint: 'De {min} a {max}',
  presets: 'Importes sugeridos',
  email_required: 'Correo electrónico (obligatorio)',
  email_optional: 'Correo electrónico (opcional)',

  pay: 'Pagar {total}',
  pay_nothing_yet: 'Pagar',
  paying: 'Pagando {total}. No cierre esta página.',

  email_missing: 'Escriba su correo electrónico.',
  amount_missing: 'Escriba un importe.',
  amount_invalid: 'Escriba el importe en números, por ejemplo {example}.',
  amount_range: 'Escriba un importe de {min} a {max}.',
  amount_limit: 'Escriba un importe menor.',
  quantity_invalid: 'Escriba un número entero de {min} a {max}.',

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

  load_failed: 'No se ha podido cargar el formulario de pago. Revise su conexión.',
  offer_unavailable: 'Esto no se puede comprar aquí por el momento.',
  misconfigured: 'El formulario de pago no está bien configurado en esta página.',
  unknown_outcome:
    'No hemos podido saber si el pago se ha realizado. No pague de nuevo todavía. Compruébelo otra vez cuando tenga conexión.',

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
