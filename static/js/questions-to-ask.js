/**
 * Copy or print the questions for the visit. The list can be ticked, added to and printed without this file.
 * What is ticked and written lives in the page alone: no storage, no address, no request, and only ever plain text.
 */

const tidy = (text) => text.replace(/\s+/g, ' ').trim();

function addButtons(part) {
  const words = part.dataset;
  const title = part.getAttribute('aria-label');
  const ticks = [...part.querySelectorAll('input')];
  const own = [...part.querySelectorAll('textarea')];
  const said = document.createElement('p');
  const byHand = document.createElement('textarea');

  /** What is ticked and written, as it is printed; nothing chosen: all that the article asks. */
  const list = () => {
    const ticked = ticks.filter((tick) => tick.checked);
    const written = own.map((field) => tidy(field.value)).filter(Boolean);
    const asked = ticked.length || written.length ? ticked : ticks;
    const questions = [...asked.map((tick) => tidy(tick.parentElement.textContent)), ...written];
    return [title, ...questions.map((question, at) => `${at + 1}. ${question}`)].join('\n');
  };
  const add = (label, act) => {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'btn btn--quiet';
    button.textContent = label;
    button.addEventListener('click', act);
    part.append(button);
  };

  add(words.copyList, async () => {
    said.textContent = '';
    byHand.remove();
    const text = list();
    // A page without https has no clipboard; readers can refuse it too.
    const done = navigator.clipboard && await navigator.clipboard.writeText(text).then(() => true, () => false);
    said.textContent = done ? words.copied : words.byHand;
    if (done) return;
    byHand.value = text;
    byHand.rows = text.split('\n').length + 1;
    part.append(byHand);
    byHand.focus();
    byHand.select();
  });
  if (window.print) {
    add(words.printList, () => {
      words.only = ''; // paper then shows this list alone
      window.print();
    });
    addEventListener('afterprint', () => { delete words.only; });
  }
  said.setAttribute('role', 'status');
  part.append(said);
  byHand.className = 'ask__copy';
  byHand.readOnly = true;
  byHand.setAttribute('aria-label', title);
  part.addEventListener('input', () => { said.textContent = ''; byHand.remove(); }); // it would be an old list

  // HTML knows no such attribute for a box to tick, browsers do: a tick is not restored either.
  [...ticks, byHand].forEach((field) => { field.autocomplete = 'off'; });
}

document.querySelectorAll('[data-ask]').forEach(addButtons);
