// How an answer came about: when the first touch was, how often it changed, how long the page was out of sight, how much was pasted.

export class Timing {
  #start = performance.now();
  #first = null;
  #hidden = 0;
  #hiddenSince = document.hidden ? performance.now() : null;
  #revisions = 0;
  #pasted = 0;
  #read = new Set();
  #listeners = new AbortController();

  constructor(form) {
    const { signal } = this.#listeners;
    form.addEventListener('input', () => this.touch(), { signal });
    form.addEventListener('change', () => { this.#revisions++; }, { signal });
    form.addEventListener('paste', event => { this.#pasted += event.clipboardData?.getData('text').length ?? 0; }, { signal });
    document.addEventListener('visibilitychange', () => this.#visibility(), { signal });
    for (const body of form.querySelectorAll('[data-reading]')) this.#watch(body, signal);
  }

  touch() {
    this.#first ??= performance.now() - this.#start;
  }

  /** Whether every response was seen to its end, or the time of a quick reader has passed. */
  hasRead(form) {
    const bodies = [...form.querySelectorAll('[data-reading]')];
    if (bodies.every(body => this.#read.has(body))) return true;
    const letters = bodies.reduce((sum, body) => sum + body.textContent.length, 0);
    return performance.now() - this.#start - this.#hidden > Math.min(20000, letters * 4);
  }

  record(form) {
    const written = [...form.querySelectorAll('textarea[name]')].reduce((sum, area) => sum + area.value.length, 0);
    return {
      first_input_ms: Math.round(this.#first ?? 0),
      submit_ms: Math.round(performance.now() - this.#start),
      hidden_tab_ms: Math.round(this.#hidden + (this.#hiddenSince === null ? 0 : performance.now() - this.#hiddenSince)),
      revisions: this.#revisions,
      pasted_fraction: written === 0 ? 0 : Math.min(1, this.#pasted / written),
      read_to_end: this.#read.size === form.querySelectorAll('[data-reading]').length,
    };
  }

  stop() {
    this.#listeners.abort();
  }

  #visibility() {
    if (document.hidden) this.#hiddenSince = performance.now();
    else if (this.#hiddenSince !== null) {
      this.#hidden += performance.now() - this.#hiddenSince;
      this.#hiddenSince = null;
    }
  }

  #watch(body, signal) {
    const end = body.querySelector('.end-of-text');
    if (!end) return;
    const seen = new IntersectionObserver(entries => {
      if (!entries.some(entry => entry.isIntersecting)) return;
      this.#read.add(body);
      seen.disconnect();
    });
    seen.observe(end);
    signal.addEventListener('abort', () => seen.disconnect());
  }
}
