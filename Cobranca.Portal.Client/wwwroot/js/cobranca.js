// Everything works without this file; it only spares taps. No inline handlers, so the strict policy holds.
(() => {
  'use strict';
  const all = (selector, act) => document.querySelectorAll(selector).forEach(act);

  // A form is sent once; a page brought back by the browser may send it again.
  document.addEventListener('submit', event => {
    if (event.defaultPrevented) return;
    const form = event.target;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = '1';
    event.submitter?.setAttribute('aria-busy', 'true');
    setTimeout(() => release(form), 10000); // a download leaves the page where it is
  });
  const release = form => {
    delete form.dataset.sent;
    form.querySelectorAll('[aria-busy]').forEach(button => button.removeAttribute('aria-busy'));
  };
  addEventListener('pageshow', () => all('form[data-sent]', release));

  // Only a tap sends the form: arrow keys walk through the dates without leaving the page.
  let tapped = 0;
  document.addEventListener('pointerup', () => { tapped = Date.now(); });
  document.addEventListener('change', event => {
    const radio = event.target;
    if (radio.type !== 'radio' || 'other' in radio.dataset || !radio.closest('[data-autosubmit]')) return;
    if (Date.now() - tapped < 1000) radio.form?.requestSubmit();
  });

  // The chosen date stands in view in its scrolling row.
  all('[data-autosubmit] :checked', ({ parentElement: chip }) => { chip.parentElement.scrollLeft = chip.offsetLeft - 40; });

  all('[data-copy]', box => {
    const done = box.querySelector('[role=status]');
    box.hidden = false;
    box.querySelector('button').addEventListener('click', async () => {
      try {
        await navigator.clipboard.writeText(box.dataset.copy);
        done.textContent = 'Copiado';
      } catch {
        getSelection().selectAllChildren(box.previousElementSibling);
        done.textContent = 'Código selecionado: copie pelo menu';
      }
      setTimeout(() => { done.textContent = ''; }, 4000);
    });
  });

  // A waiting page looks again, ever more slowly, and reloads when the wait is over.
  all('[data-pending]', box => {
    let wait = box.dataset.pending * 1000;
    const look = async () => {
      try {
        const page = await (await fetch(location.href, { cache: 'no-store' })).text();
        if (!new DOMParser().parseFromString(page, 'text/html').querySelector('[data-pending]')) { location.reload(); return; }
      } catch { /* no network now: the next look may find it */ }
      wait *= 1.25;
      if (wait < 120000) setTimeout(look, wait);
    };
    setTimeout(look, wait);
  });
})();
