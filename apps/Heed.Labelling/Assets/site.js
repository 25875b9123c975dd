// On every page: the theme, and dialogs that ask before something that cannot be undone.

const theme = document.getElementById('theme');
theme?.addEventListener('change', () => {
  document.cookie = `heed-theme=${encodeURIComponent(theme.value)}; path=/; max-age=31536000; samesite=lax${location.protocol === 'https:' ? '; secure' : ''}`;
  document.documentElement.dataset.theme = theme.value;
});

for (const form of document.querySelectorAll('form[data-confirm]')) {
  form.addEventListener('submit', event => {
    if (!confirm(form.dataset.confirm)) event.preventDefault();
  });
}

for (const button of document.querySelectorAll('[data-copy]')) {
  button.hidden = false;
  button.addEventListener('click', () => navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent));
}

for (const select of document.querySelectorAll('[data-submits]')) select.addEventListener('change', () => select.form.requestSubmit());
