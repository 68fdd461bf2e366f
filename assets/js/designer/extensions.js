// What Liupan adds to BPMN, as the workflow service reads it (foundation/workflow/rules/reading.py).

const NAMESPACE = "urn:liupan:workflow:1";
const text = (...names) => names.map((name) => ({ name, isAttr: true, type: "String" }));

export const EXTENSIONS = {
  liupan: {
    name: "Liupan", uri: NAMESPACE, prefix: "liupan", xml: { tagAlias: "lowerCase" },
    types: [
      { name: "Candidate", superClass: ["Element"], properties: text("kind", "value", "unit") },
      { name: "Signing", superClass: ["Element"], properties: text("mode", "ratio") },
      { name: "Data", superClass: ["Element"], properties: text("name", "type") },
      { name: "Field", superClass: ["Element"], properties: text("name", "right") },
      { name: "Decision", superClass: ["Element"], properties: text("table", "result") },
      { name: "Service", superClass: ["Element"], properties: text("name") },
    ],
  },
};
