// An item is lent for a while. Whoever works on it keeps it; whoever is away is warned and may extend with one click.

import { json } from './server.js';

const WARN = 120000;
const TICK = 5000;

export class Lease {
  #form;
  #texts;
  #timer;
  #until;
  #active = false;

  constructor(form, texts) {
    this.#form = form;
    this.#texts = texts;
    this.#until = performance.now() + Number(form.dataset.leaseSeconds) * 1000;
    form.addEventListener('input', () => { this.#active = true; });
    form.querySelector('[data-action=extend]')?.addEventListener('click', () => this.extend());
    if (form.dataset.leaseSeconds) this.#timer = setInterval(() => this.#tick(), TICK);
  }

  async extend() {
    const { seconds } = await json('POST', this.#form.dataset.extend, {});
    this.#until = performance.now() + seconds * 1000;
    this.#active = false;
    this.#show(false);
  }

  stop() {
    clearInterval(this.#timer);
  }

  #tick() {
    const left = this.#until - performance.now();
    if (left < WARN && this.#active) this.extend().catch(() => this.#show(true, left));
    else this.#show(left < WARN, left);
  }

  #show(warn, left = 0) {
    const notice = this.#form.querySelector('.lease');
    if (!notice) return;
    notice.hidden = !warn;
    const minutes = Math.max(0, Math.ceil(left / 60000));
    const words = left > 0 ? this.#texts.leaseEnds.replace('{0}', minutes) : this.#texts.leaseEnded;
    const label = notice.querySelector('span');
    if (warn && label.textContent !== words) label.textContent = words;
  }
}
