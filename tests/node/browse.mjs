// Opens a page in Chromium, does what is asked, and prints what there is to see after each step: one JSON object a line.
// node browse.mjs CHROMIUM FILE {"width": 1200, "scripts": true} [{"press": "j"}, {"type": "words"}, {"click": "css"}, {"inject": "html"}]
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const [executablePath, file, setting, steps] = process.argv.slice(2);
const { width, scripts } = JSON.parse(setting);
const quiet = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"];
const browser = await chromium.launch({ executablePath, args: [...quiet, "--disable-component-update", "--disable-sync"] });
const context = await browser.newContext({ viewport: { width, height: 800 }, javaScriptEnabled: scripts });
const page = await context.newPage();
const heard = { console: [] };
page.on("console", (message) => heard.console.push(message.text()));
page.on("pageerror", (error) => heard.console.push(String(error)));
page.on("dialog", (dialog) => { heard.console.push(`dialog: ${dialog.message()}`); dialog.dismiss(); });
const asked = new Set();
page.on("request", (request) => asked.add(request));
page.on("requestfailed", (request) => { if (request.failure().errorText === "csp") asked.delete(request); });

// What a person sees, and where in the text, in code points, each mark stands.
function look() {
  const isSeen = (one) => one.checkVisibility();
  const points = (text) => [...text].length;
  const articles = [...document.querySelectorAll("article")];
  return {
    title: document.title,
    entries: [...document.querySelectorAll("nav li[data-n]")].filter(isSeen).map((one) => one.querySelector(".name").textContent),
    months: [...document.querySelectorAll("nav .month")].filter(isSeen).map((one) => one.textContent),
    open: articles.filter(isSeen).map((one) => one.id),
    state: document.getElementById("shown").textContent,
    labels: [...document.querySelectorAll("mark[data-l]:not(.off)")].filter(isSeen).map((one) => one.dataset.l),
    lit: [...document.querySelectorAll("mark.at")].map((one) => one.textContent),
    sought: globalThis.CSS?.highlights?.get("sought")?.size ?? 0,
    focus: document.activeElement.id,
    overflow: document.documentElement.scrollWidth > innerWidth,
    injected: globalThis.injected ?? null,
    refused: globalThis.refused ?? [],
    texts: articles.map((article) => {
      const text = article.querySelector(".text"), marks = {};
      const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
      let at = 0, whole = "";
      while (walker.nextNode()) {
        const node = walker.currentNode, unseen = node.parentElement.dataset.c;
        const data = unseen ? String.fromCodePoint(parseInt(unseen, 16)) : node.data;
        for (let mark = node.parentElement.closest("mark"); mark; mark = mark.parentElement.closest("mark")) {
          (marks[mark.dataset.t] ??= [at])[1] = at + points(data);
        }
        at += points(data);
        whole += data;
      }
      return { id: article.querySelector("footer .id").textContent, text: whole, marks };
    }),
  };
}

await page.goto(pathToFileURL(file).href);
console.log(JSON.stringify(await page.evaluate(look)));
for (const step of JSON.parse(steps)) {
  if (step.press) await page.keyboard.press(step.press);
  if (step.type) await page.keyboard.type(step.type);
  if (step.click) await page.locator(step.click).first().click();
  if (step.inject) {
    await page.evaluate(async (html) => {
      const refused = (globalThis.refused = []);
      addEventListener("securitypolicyviolation", (event) => refused.push(event.effectiveDirective));
      document.body.insertAdjacentHTML("beforeend", html);
      const script = document.createElement("script");
      script.textContent = "globalThis.injected = 'by a script'";
      document.body.append(script);
      await fetch("http://127.0.0.1:9/").catch(() => null);
      for (let turn = 0; turn < 50 && refused.length < 5; turn++) await new Promise((done) => requestAnimationFrame(done));
    }, step.inject);
  }
  // What a click leads to, the change of the address among it, has happened two frames later.
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  console.log(JSON.stringify(await page.evaluate(look)));
}
heard.requests = [...asked].map((request) => request.url());
console.log(JSON.stringify(heard));
await browser.close();
