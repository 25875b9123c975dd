// Drafts go to the server, every few seconds and when the form is left; never to this machine.

import { json } from './server.js';
import { isEmpty, read } from './fields.js';

const EVERY = 5000;

export class Drafts {
  #form;
  #state;
  #saved;
  #timer;
  #last = Promise.resolve();

  constructor(form, state) {
    this.#form = form;
    this.#state = state;
    this.#saved = JSON.stringify(read(form));
    this.#timer = setInterval(() => this.save(), EVERY);
    form.addEventListener('focusout', () => this.save());
  }

  /** One after the other: an older draft never comes after a newer one. */
  save(asked = false) {
    this.#last = this.#last.then(() => this.#save(asked));
    return this.#last;
  }

  stop() {
    clearInterval(this.#timer);
  }

  async #save(asked) {
    const fields = read(this.#form);
    const now = JSON.stringify(fields);
    if (!this.#form.dataset.draft || (now === this.#saved && !asked) || (isEmpty(fields) && !asked)) return;
    this.#saved = now;
    try {
      await json('PUT', this.#form.dataset.draft, { fields });
      this.#state('draftSaved', asked);
    } catch {
      this.#saved = '';
      this.#state('draftUnsaved', asked);
    }
  }
}
