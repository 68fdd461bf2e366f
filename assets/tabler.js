// What we take of Tabler: its reset and all about buttons, fields, hidden words and display. The
// rest (cards, navigation, utilities ...) is ours or is not used; it would be nine tenths of the file.

const TAKEN = /^(btn|form|visually-hidden|is-invalid|is-valid|was-validated|active|disabled|show|input-group|d)(-|$)/;

export function take(css) {
  const licence = css.match(/\/\*![^]*?\*\//)?.[0] ?? "";
  return licence + taken(css);
}

function taken(css) {
  return blocks(css.replace(/\/\*[^]*?\*\//g, ""))
    .map(({ head, body }) => {
      if (body === null) return `${head};`;
      if (/^@(media|supports|layer)/.test(head)) return wrapped(head, taken(body));
      if (/^@keyframes/.test(head)) return "";
      if (head.startsWith("@")) return `${head}{${body}}`;
      return wrapped(selectors(head).filter(wanted).join(","), body);
    })
    .join("");
}

function wrapped(head, body) {
  return head && body.trim() ? `${head}{${body}}` : "";
}

// Every class of a selector must be one we take; a selector without classes is reset.
function wanted(selector) {
  const classes = selector.match(/\.[_a-zA-Z][\w-]*/g) ?? [];
  return classes.every((name) => TAKEN.test(name.slice(1)));
}

// The top level of a stylesheet: rules with their bodies, statements (@charset) without.
function blocks(css) {
  const found = [];
  let start = 0, depth = 0, head = "", quote = "";
  for (let at = 0; at < css.length; at++) {
    const sign = css[at];
    if (sign === "\\") at++;
    else if (quote) quote = sign === quote ? "" : quote;
    else if (sign === '"' || sign === "'") quote = sign;
    else if (sign === "{" && depth++ === 0) [head, start] = [css.slice(start, at).trim(), at + 1];
    else if (sign === "}" && --depth === 0) {
      found.push({ head, body: css.slice(start, at) });
      start = at + 1;
    } else if (sign === ";" && depth === 0) {
      found.push({ head: css.slice(start, at).trim(), body: null });
      start = at + 1;
    }
  }
  return found;
}

// A list of selectors, cut at commas outside parentheses.
function selectors(head) {
  const found = [""];
  let depth = 0;
  for (const sign of head) {
    depth += sign === "(" ? 1 : sign === ")" ? -1 : 0;
    if (sign === "," && depth === 0) found.push("");
    else found[found.length - 1] += sign;
  }
  return found.map((one) => one.trim());
}
