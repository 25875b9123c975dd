// Items lent beforehand while the network is there, for the time when it is not.

import { text } from './server.js';

const AMOUNT = 2;

const assignmentOf = html => html.match(/data-assignment="([^"]+)"/)?.[1] ?? '';

export class Ahead {
  #work;
  #items = [];

  /** @param work the element that says where items come from; it also says how many are at hand */
  constructor(work) {
    this.#work = work;
  }

  /** The next item at hand; undefined where there is none. */
  take() {
    return this.#items.shift();
  }

  /** An item that was on the screen comes first again. */
  putBack(html) {
    this.#items.unshift(html);
  }

  clear() {
    this.#items = [];
  }

  /** Has more lent for as long as something is shown. */
  async fill(shown) {
    if (!this.#work.dataset.next) return;
    try {
      for (let now = shown(); now && this.#items.length < AMOUNT; now = shown()) {
        const html = await text('POST', `${this.#work.dataset.next}?ahead=true`, { held: [now.form.dataset.assignment, ...this.#items.map(assignmentOf)] });
        if (html === null) break;
        this.#items.push(html);
      }
    } catch {
      // Without the network there is nothing to keep ahead.
    }
    this.#work.dataset.ahead = this.#items.length;
  }
}
