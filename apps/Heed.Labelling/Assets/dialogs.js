// Questions in dialogs: the button that was pressed is the answer.

for (const dialog of document.querySelectorAll('dialog'))
  for (const button of dialog.querySelectorAll('button[data-close]')) button.addEventListener('click', () => dialog.close(button.value));

/** Asks whether to go on. */
export function sure(words) {
  const dialog = document.getElementById('sure');
  dialog.querySelector('p').textContent = words;
  return ask(dialog);
}

/** Shows a dialog; the value of the pressed button, or '' where it was closed. */
export function ask(dialog) {
  const before = document.activeElement;
  dialog.returnValue = '';
  dialog.showModal();
  return new Promise(resolve => {
    dialog.addEventListener('close', () => {
      before?.focus();
      resolve(dialog.returnValue);
    }, { once: true });
  });
}
