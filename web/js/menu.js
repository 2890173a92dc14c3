// Menus made of <details>: Escape and a click outside close them. Folded blocks open beside the page on wide screens
// in browsers that cannot do it by style alone.
import { each } from './common.js';

const closeAll = except => each('details.tb-menu[open]', menu => { if (menu !== except) menu.open = false; });

export function start() {
  document.addEventListener('click', event => closeAll(event.target.closest('details.tb-menu')));
  document.addEventListener('keydown', event => {
    if (event.key !== 'Escape') return;
    const menu = event.target.closest?.('details.tb-menu[open]');
    closeAll();
    menu?.querySelector('summary').focus();
  });
  if (CSS.supports('selector(::details-content)')) return;
  const wide = window.matchMedia('(min-width: 921px)');
  const follow = () => each('.tb-fold, .tb-side > details', fold => { fold.open = wide.matches; });
  wide.addEventListener('change', follow);
  follow();
}
