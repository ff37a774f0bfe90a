/**
 * Marks today in tables of opening hours, by the clock of the place itself. Every table is complete without this file.
 * The rules are those of portal/open_days.py. Words stand in the page's data- attributes, so they are translated with it.
 */
const DAYS_AHEAD = 60;
const HOUR = 36e5;
const lang = document.documentElement.lang;
// Our English pages write the day before the month.
const inWords = new Intl.DateTimeFormat(lang === 'en' ? 'en-GB' : lang, { weekday: 'long', day: 'numeric', month: 'long', timeZone: 'UTC' });
const isoDay = (moment) => new Date(moment).toISOString().slice(0, 10);
const fill = (words, values) => words.replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);

/** A function from a moment to the date in a zone, as 2026-12-25; undefined for a zone that the browser does not know. */
function calendar(timeZone) {
  try {
    const format = new Intl.DateTimeFormat('en', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
    return (moment) => {
      const parts = Object.fromEntries(format.formatToParts(moment).map(({ type, value }) => [type, value]));
      return `${parts.year}-${parts.month}-${parts.day}`;
    };
  } catch { return undefined; }
}

/** A date of its own stands before the day of the week, and Monday is 0. */
function rowOf(block, day) {
  const weekday = (new Date(day).getUTCDay() + 6) % 7;
  return block.querySelector(`[data-date="${day}"]`) || block.querySelector(`[data-days~="${weekday}"]`);
}

/** The next date with hours. Some places once jumped over a date: it must be found on their calendar. */
function nextOpen(block, today, dateAt) {
  for (let ahead = 1; ahead <= DAYS_AHEAD; ahead += 1) {
    const start = Date.parse(today) + ahead * 24 * HOUR;
    const row = rowOf(block, isoDay(start));
    if (!row || 'shut' in row.dataset) continue;
    for (let hour = -18; hour <= 36; hour += 6) {
      if (dateAt(start + hour * HOUR) === isoDay(start)) return { day: isoDay(start), row };
    }
  }
  return undefined;
}

function mark(block) {
  const dateAt = calendar(block.dataset.zone);
  const today = dateAt && dateAt(Date.now());
  if (!today || block.dataset.now === today) return;
  block.dataset.now = today;
  block.querySelectorAll('.hours__today').forEach((word) => word.remove());
  block.querySelectorAll('[data-date]').forEach((row) => { row.hidden = row.dataset.date < today; });
  block.querySelectorAll('table').forEach((table) => { table.hidden = !table.querySelector('tr:not([hidden])'); });

  const row = rowOf(block, today);
  const line = block.querySelector('.hours__line');
  if (line) line.textContent = '';
  delete block.dataset.reopens;
  if (!row) return;
  const word = document.createElement('b');
  word.className = 'hours__today';
  word.textContent = ` ${block.dataset.today}`;
  row.querySelector('th').append(word);
  if (!line) return;
  const hours = (of) => of.querySelector('td').textContent.trim();
  if (!('shut' in row.dataset)) {
    line.textContent = fill(block.dataset.open, { hours: hours(row) });
    return;
  }
  const next = nextOpen(block, today, dateAt);
  block.dataset.reopens = next ? next.day : '';
  line.textContent = block.dataset.closed;
  if (next) line.append(' ', fill(block.dataset.next, { day: inWords.format(Date.parse(next.day)), hours: hours(next.row) }));
}

/** One line above several places, if all of them are closed today and one is known to open again. */
function sayAllClosed(line) {
  const around = line.nextElementSibling;
  const places = [...around.querySelectorAll('.hours')];
  const shut = places.filter((block) => block.dataset.reopens !== undefined);
  const opening = shut.filter((block) => block.dataset.reopens);
  const [first] = opening.sort((a, b) => (a.dataset.reopens < b.dataset.reopens ? -1 : 1));
  line.hidden = !(first && places.length > 1 && shut.length === around.children.length);
  if (line.hidden) return;
  line.textContent = fill(line.dataset.allClosed, { place: first.dataset.name, day: inWords.format(Date.parse(first.dataset.reopens)) });
}

function markAll() {
  // The foot of every page stays the same.
  document.querySelectorAll('main .hours').forEach(mark);
  document.querySelectorAll('[data-all-closed]').forEach(sayAllClosed);
}

// A page may lie open over midnight, or come back from the browser's memory.
markAll();
setInterval(markAll, 60000);
addEventListener('pageshow', markAll);
document.addEventListener('visibilitychange', markAll);
