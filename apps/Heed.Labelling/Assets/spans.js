// Marks on pieces of a text: select with the mouse, the finger, or the keyboard (word by word in the field), choose a label. Kept as characters of the raw text.

export function spans(form, texts, announce) {
  for (const box of form.querySelectorAll('[data-spans]')) marks(form, box, texts, announce);
}

function marks(form, box, texts, announce) {
  const source = box.querySelector('textarea[data-source]');
  const store = box.querySelector('input[data-store]');
  const list = box.querySelector('ul');
  const text = source.value;

  const all = () => JSON.parse(store.value || '[]');
  const keep = marked => {
    store.value = marked.length ? JSON.stringify(marked) : '';
    store.dispatchEvent(new Event('input', { bubbles: true }));
    store.dispatchEvent(new Event('change', { bubbles: true }));
    draw();
  };

  const draw = () => list.replaceChildren(...all().map((mark, at) => {
    const item = document.createElement('li');
    const quote = document.createElement('q');
    quote.dir = 'auto';
    quote.textContent = text.slice(mark.start, mark.end);
    const remove = document.createElement('button');
    remove.type = 'button';
    remove.textContent = '×';
    remove.setAttribute('aria-label', texts.removeMark.replace('{0}', quote.textContent));
    remove.addEventListener('click', () => {
      keep(all().filter((_, i) => i !== at));
      source.focus();
    });
    const label = document.createElement('b');
    label.textContent = box.querySelector(`[data-label="${CSS.escape(mark.label)}"]`)?.textContent.trim() ?? mark.label;
    item.append(label, ' ', quote, ' ', remove);
    return item;
  }));

  box.addEventListener('click', event => {
    const button = event.target.closest('[data-label]');
    if (!button) return;
    const [start, end] = [source.selectionStart, source.selectionEnd];
    if (start === end) return announce(texts.selectFirst);
    keep([...all(), { label: button.dataset.label, start, end }]);
    announce(texts.marked.replace('{0}', text.slice(start, end)));
    source.focus();
  });
  // Not readonly: in a readonly field some browsers let nobody select with the keyboard.
  source.addEventListener('beforeinput', event => event.preventDefault());
  form.addEventListener('fields:restored', draw);
  draw();
}
