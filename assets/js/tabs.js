// On a telephone a row of tabs is longer than the page: the one that is open stands in view.

export function tabs(part) {
  for (const row of part.querySelectorAll(".lp-tabs")) {
    const here = row.querySelector("[aria-current]");
    if (here) row.scrollLeft = here.offsetLeft - row.offsetLeft - (row.clientWidth - here.offsetWidth) / 2;
  }
}
