/** Drawings of the goods. Colours come from shop.css, so that they follow light and dark. */
import { raw } from 'hono/html'

const DRAWINGS: Record<string, string> = {
  mug: `<path class="a" d="M58 50h72v62a18 18 0 0 1-18 18H76a18 18 0 0 1-18-18z"/>
    <path class="line" d="M130 64h12a20 20 0 0 1 0 40h-12"/><path class="b" d="M58 50h72v10H58z"/>
    <path class="line thin" d="M80 38c-6-8 6-10 0-18M98 38c-6-8 6-10 0-18"/>`,
  tee: `<path class="a" d="M70 36 40 54l14 26 14-7v63h64V73l14 7 14-26-30-18c-4 12-12 17-30 17S74 48 70 36z"/>
    <path class="b" d="M86 88h28v6H86z"/>`,
  poster: `<path class="a" d="M60 20h80v120H60z"/><circle class="b" cx="100" cy="66" r="24"/>
    <path class="c" d="M60 112c22-20 40 8 80-14v42H60z"/>`,
  tip: `<path class="a" d="M62 60h76l-8 76H70z"/><path class="b" d="M58 50h84v12H58z"/>
    <circle class="c" cx="100" cy="28" r="13"/><path class="line thin" d="M90 50h20"/>`,
  club: `<path class="a" d="M48 44h104v76H48z"/><path class="b" d="M48 44l52 40 52-40z"/><circle class="c" cx="100" cy="98" r="9"/>`,
  'club-plus': `<path class="a" d="M34 32h132v100H34z"/><path class="b" d="M34 32l66 52 66-52z"/><circle class="c" cx="100" cy="102" r="12"/>`,
  'club-trial': `<path class="a" d="M48 44h104v76H48z"/><path class="b" d="M48 44l52 40 52-40z"/>
    <path class="line thin" d="M140 24v24M128 36h24"/>`,
  'club-free': `<path class="a" d="M48 60h104v70H48z"/><path class="line" d="M48 60l52-34 52 34"/><path class="b" d="M68 46h64v40H68z"/>`,
  seats: `<path class="a" d="M44 78h112v14H44z"/><path class="line" d="M56 92v38M144 92v38"/>
    <path class="b" d="M60 52h20v26H60zM120 52h20v26h-20z"/><circle class="c" cx="100" cy="62" r="12"/>`,
  card: `<path class="a" d="M42 44h116v76H42z"/><path class="b" d="M42 58h116v16H42z"/><path class="line thin" d="M56 102h34"/>`,
  gone: `<path class="line" d="M60 30h80v100H60zM60 30l80 100M140 30 60 130"/>`,
}

export const picture = (offer: string) =>
  raw(`<svg viewBox="0 0 200 160" aria-hidden="true" focusable="false">${DRAWINGS[offer] ?? ''}</svg>`)
