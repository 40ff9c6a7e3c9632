// Anchors every quote and every position of a Web Annotation collection to the text that it brings, by Apache Annotator.
// Prints for each tag: what each selector selects, and where the quote begins, in code points.
import { readFileSync } from "node:fs";
import { JSDOM } from "jsdom";

const { window } = new JSDOM("<!doctype html><body></body>");
for (const name of ["document", "Node", "NodeFilter", "Range", "Document", "Element", "Text"]) globalThis[name] = window[name];
const { createTextPositionSelectorMatcher, createTextQuoteSelectorMatcher } = await import("@apache-annotator/dom");
const matchers = {
  TextPositionSelector: createTextPositionSelectorMatcher,
  TextQuoteSelector: createTextQuoteSelectorMatcher,
};

const texts = new Map();
for (const annotation of JSON.parse(readFileSync(process.argv[2], "utf-8")).first.items) {
  for (const body of annotation.body) {
    if (body.purpose !== "reader:text") continue;
    const element = document.createElement("div");
    element.textContent = body.value;
    document.body.append(element);
    texts.set(body.id, element);
  }
  if (!annotation.target.selector) continue;
  const scope = document.createRange();
  scope.selectNodeContents(texts.get(annotation.target.state.cached));
  const found = { id: annotation["dcterms:identifier"] };
  for (const selector of annotation.target.selector) {
    const matches = [];
    for await (const range of matchers[selector.type](selector)(scope)) {
      const before = document.createRange();
      before.setStart(scope.startContainer, scope.startOffset);
      before.setEnd(range.startContainer, range.startOffset);
      matches.push([[...before.toString()].length, range.toString()]);
    }
    found[selector.type] = matches;
  }
  console.log(JSON.stringify(found));
}
