// Why an expression is refused: a code, a place, what the sentence names. The sentences themselves
// come from the server in the reader's language (`sentences()` in refusals.py).

export class ExpressionRefused extends Error {
  constructor(problem, at = 0, details = {}) {
    super(problem);
    this.problem = problem;
    this.at = at;
    this.details = details;
  }

  // The sentence for a person, from the server's words.
  sentence({ sentences, kinds }) {
    const told = (key) => {
      const value = String(this.details[key] ?? "");
      const word = KINDS.has(key) ? (kinds[value] ?? value) : value;
      return [...word].slice(0, 60).join("");
    };
    return (sentences[this.problem] ?? this.problem).replace(/%\((\w+)\)s/g, (_, key) => told(key));
  }
}

const KINDS = new Set(["found", "wanted", "left", "right", "kind"]);

export function refuse(problem, at = 0, details = {}) {
  throw new ExpressionRefused(problem, at, details);
}
