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

/** Buttons for what this browser can do with the page's address, and a line that says, aloud too, what happened. */
function addPassOn(part) {
  const words = part.dataset;
  const said = document.createElement('p');
  const add = (label, act) => {
    const button = document.createElement('button');
    button.type = 'button';
    button.addEventListener('click', act);
    button.className = 'btn btn--quiet';
    button.textContent = label;
    part.append(button);
  };
  const copy = async (address) => {
    said.textContent = '';
    const done = await navigator.clipboard.writeText(address).then(() => true, () => false);
    said.textContent = done ? words.copied : words.failed;
    return done;
  };
  /** After the heading, not in it: its name stays what it says. */
  const addToHeading = (heading) => {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'copy';
    button.title = words.section;
    button.setAttribute('aria-label', words.section);
    button.setAttribute('aria-describedby', heading.id);
    button.addEventListener('click', async () => {
      const done = await copy(location.href.split('#')[0] + '#' + heading.id);
      if (!done) { location.hash = heading.id; return; } // then the address bar holds the link
      button.dataset.done = '';
      setTimeout(() => { delete button.dataset.done; }, 2000);
    });
    heading.after(button);
  };

  said.setAttribute('role', 'status');
  if (navigator.clipboard) {
    add(words.copy, () => copy(part.querySelector('a').href));
    document.querySelectorAll('.body > h2[id]').forEach(addToHeading);
  }
  if (window.print) add(words.print, () => window.print());
  part.append(said);
}

document.querySelectorAll('[data-copy]').forEach(addPassOn);

// Paper: nothing lies over the text. Browsers without ::details-content: open everything, and close it again afterwards.
addEventListener('beforeprint', () => {
  document.querySelectorAll('[popover]').forEach((box) => box.hidePopover?.());
  document.querySelectorAll('details:not([open])').forEach((item) => { item.open = true; item.dataset.paper = ''; });
});
addEventListener('afterprint', () => {
  document.querySelectorAll('[data-paper]').forEach((item) => { item.open = false; delete item.dataset.paper; });
});
