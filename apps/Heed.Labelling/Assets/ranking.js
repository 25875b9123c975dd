// Ranks by select, by buttons and by a handle; equal ranks are ties. The order on the screen follows the ranks, the live region says what moved.

const UNRANKABLE = 'x';

export function ranking(form, texts, announce) {
  const list = form.querySelector('[data-ranking]');
  if (!list) return;
  const cards = () => [...list.children];
  const select = card => card.querySelector('select[data-rank]');
  const name = card => card.dataset.name;

  const place = () => {
    const order = cards().map((card, at) => ({ card, at, rank: rankOf(select(card).value) }));
    order.sort((a, b) => a.rank - b.rank || a.at - b.at);
    const focused = document.activeElement;
    if (order.some((o, i) => o.card !== list.children[i])) list.append(...order.map(o => o.card));
    if (focused && list.contains(focused)) focused.focus();
  };

  const say = card => {
    const value = select(card).value;
    const tied = cards().filter(other => other !== card && value !== '' && select(other).value === value).map(name);
    const words = value === '' ? texts.unranked : value === UNRANKABLE ? texts.movedUnrankable : tied.length ? texts.movedTied : texts.moved;
    announce(words.replace('{0}', name(card)).replace('{1}', value).replace('{2}', tied.join(', ')));
  };

  const setRank = (card, value) => {
    select(card).value = value;
    select(card).dispatchEvent(new Event('input', { bubbles: true }));
    select(card).dispatchEvent(new Event('change', { bubbles: true }));
  };

  const step = (card, by) => {
    const current = Number(select(card).value) || (by < 0 ? cards().length + 1 : 0);
    setRank(card, String(Math.min(cards().length, Math.max(1, current + by))));
  };

  list.addEventListener('change', event => {
    const card = event.target.closest('[data-name]');
    if (!event.target.matches('select[data-rank]') || !card) return;
    place();
    say(card);
  });
  list.addEventListener('click', event => {
    const button = event.target.closest('[data-move]');
    if (button) step(button.closest('[data-name]'), Number(button.dataset.move));
  });
  form.addEventListener('fields:restored', place);
  dragging(list, cards, setRank);
}

const rankOf = value => value === '' ? 998 : value === UNRANKABLE ? 999 : Number(value);

/** Dragging starts at the handle alone, so that scrolling on a phone never reorders. Where a card is dropped decides all ranks anew, without ties. */
function dragging(list, cards, setRank) {
  let dragged = null;
  list.addEventListener('pointerdown', event => {
    const handle = event.target.closest('[data-handle]');
    if (!handle) return;
    event.preventDefault();
    dragged = handle.closest('[data-name]');
    handle.setPointerCapture(event.pointerId);
    dragged.classList.add('dragged');
  });
  list.addEventListener('pointermove', event => {
    if (!dragged) return;
    const under = document.elementsFromPoint(event.clientX, event.clientY).map(e => e.closest('[data-name]')).find(c => c && c !== dragged && list.contains(c));
    if (!under) return;
    const order = cards();
    if (order.indexOf(under) < order.indexOf(dragged)) under.before(dragged);
    else under.after(dragged);
  });
  const drop = () => {
    if (!dragged) return;
    dragged.classList.remove('dragged');
    dragged = null;
    cards().forEach((card, at) => setRank(card, String(at + 1)));
  };
  list.addEventListener('pointerup', drop);
  list.addEventListener('pointercancel', drop);
}
