// Two responses beside each other: scrolled together on wish, and what differs between them, word by word.

import { show } from './diff.js';

export function beside(form) {
  const differences = form.querySelector('[data-differences]');
  differences?.addEventListener('toggle', () => {
    if (!differences.open) return;
    const [first, second] = [1, 2].map(place => form.querySelector(`[data-raw-text="${place}"]`).textContent);
    show(differences.querySelector('.diff'), first, second);
  });
  const together = form.querySelector('[data-together]');
  if (!together) return;
  // A way of reading is no change of the answer.
  for (const kind of ['change', 'input']) together.addEventListener(kind, event => event.stopPropagation());
  const readings = [...form.querySelectorAll('.responses .reading')];
  let led = null;
  for (const reading of readings) {
    reading.addEventListener('scroll', () => {
      if (!together.checked || led === reading) {
        led = null;
        return;
      }
      const share = reading.scrollTop / Math.max(1, reading.scrollHeight - reading.clientHeight);
      for (const other of readings) {
        if (other === reading) continue;
        const to = Math.round(share * (other.scrollHeight - other.clientHeight));
        if (to === Math.round(other.scrollTop)) continue;
        led = other;
        other.scrollTop = to;
      }
    });
  }
}
