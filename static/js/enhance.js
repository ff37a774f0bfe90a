/**
 * Comforts for readers. Every page is complete without this file.
 * Words stand in the page's data- attributes, so they are translated with the page.
 */

/** One button above a group of questions that opens all answers, or closes them again. */
function addShowAll(group) {
  const items = [...group.querySelectorAll('details')];
  const button = document.createElement('button');
  const allOpen = () => items.every((item) => item.open);
  const label = () => { button.textContent = allOpen() ? group.dataset.hide : group.dataset.show; };

  button.type = 'button';
  button.className = 'linkbtn';
  button.addEventListener('click', () => {
    const open = !allOpen();
    items.forEach((item) => { item.open = open; });
  });
  // Readers also open the last one by hand: the words must follow. `toggle` does not bubble, so capture it.
  group.addEventListener('toggle', label, true);
  label();

  const line = document.createElement('p');
  line.className = 'faq__all';
  line.append(button);
  group.before(line);
}

/** A link to an answer must show the answer. Newer browsers open <details> themselves. */
function openTarget() {
  const target = document.querySelector(':target');
  let closed = target && target.closest('details:not([open])');
  if (!closed) return;
  for (; closed; closed = target.closest('details:not([open])')) closed.open = true;
  target.scrollIntoView();
}

document.querySelectorAll('[data-faq]').forEach(addShowAll);
addEventListener('hashchange', openTarget);
openTarget();

// Paper: nothing lies over the text. Browsers without ::details-content: open everything, and close it again afterwards.
addEventListener('beforeprint', () => {
  document.querySelectorAll('[popover]').forEach((box) => box.hidePopover?.());
  document.querySelectorAll('details:not([open])').forEach((item) => { item.open = true; item.dataset.paper = ''; });
});
addEventListener('afterprint', () => {
  document.querySelectorAll('[data-paper]').forEach((item) => { item.open = false; delete item.dataset.paper; });
});
