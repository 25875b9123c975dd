// Answers on their way: kept in IndexedDB until the server has acknowledged them, sent in order, each under its own idempotency key,
// so that sending one twice does nothing. Other tabs and later visits of the same account take up what is left.

import { call, Refused, Unreachable } from './server.js';

const STORE = 'answers';
const FIRST_RETRY = 1000;
const LAST_RETRY = 30000;

function open() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open('heed-outbox', 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: 'order', autoIncrement: true });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function transact(mode, work) {
  const database = await open();
  try {
    const transaction = database.transaction(STORE, mode, { durability: 'strict' });
    const request = work(transaction.objectStore(STORE));
    return await new Promise((resolve, reject) => {
      transaction.oncomplete = () => resolve(request?.result);
      transaction.onerror = transaction.onabort = () => reject(transaction.error);
    });
  } finally {
    database.close();
  }
}

export class Outbox {
  #account;
  #changed;
  #sending = null;
  #wait = FIRST_RETRY;
  #timer = null;

  /** @param changed called with {waiting, sent?, refused?} whenever something changes */
  constructor(account, changed) {
    this.#account = account;
    this.#changed = changed;
    addEventListener('online', () => this.flush());
  }

  async add(url, body) {
    const entry = { account: this.#account, url, body };
    await transact('readwrite', store => store.add(entry));
    // What is being sent may have been looked up before this came.
    await this.#sending;
    return this.flush();
  }

  async waiting() {
    const all = await transact('readonly', store => store.getAll());
    return all.filter(entry => entry.account === this.#account);
  }

  /** Sends what waits, one tab at a time. */
  flush() {
    this.#sending ??= this.#exclusive(() => this.#send()).finally(() => { this.#sending = null; });
    return this.#sending;
  }

  #exclusive(work) {
    return navigator.locks ? navigator.locks.request('heed-outbox', work) : work();
  }

  async #send() {
    clearTimeout(this.#timer);
    for (let entries = await this.waiting(); entries.length > 0; entries = await this.waiting()) {
      const [entry] = entries;
      try {
        const response = await call('POST', entry.url, entry.body);
        await transact('readwrite', store => store.delete(entry.order));
        this.#wait = FIRST_RETRY;
        this.#changed({ waiting: entries.length - 1, sent: { entry, result: await response.json() } });
      } catch (problem) {
        if (problem instanceof Unreachable || (problem instanceof Refused && problem.status === 401)) {
          this.#timer = setTimeout(() => this.flush(), this.#wait);
          this.#wait = Math.min(2 * this.#wait, LAST_RETRY);
          this.#changed({ waiting: entries.length, offline: true, signedOut: problem instanceof Refused });
          return;
        }
        await transact('readwrite', store => store.delete(entry.order));
        this.#changed({ waiting: entries.length - 1, refused: { entry, problem } });
      }
    }
  }
}
