/** Opens the map: state from the address, words, the study, then the frame that follows the state. */

import "./style/all.css";
import { reportIndex } from "./api/books";
import { client, keepToken, Problem } from "./api/client";
import type { Study } from "./api/views";
import { el } from "./dom";
import { Shell } from "./shell";
import { FIRST, startState, state, watch } from "./state";
import { applyTheme } from "./switches";
import { languageFor, loadWords, word } from "./words";

async function open(root: HTMLElement): Promise<void> {
  keepToken();
  const inside = reportIndex();
  if (inside) FIRST.floor = inside.floor;
  startState();
  applyTheme();
  const words = loadWords(languageFor(state().language));
  const asked = client.get<Study>("/study");
  // Asked for at once, so that they are under way while words and study come.
  const early = state().page === "map" ? [client.get("/map"), client.get("/rings", { limit: 200 })] : [];
  for (const one of early) one.catch(() => undefined);
  let study: Study;
  try {
    [study] = await Promise.all([asked, words]);
  } catch (problem) {
    await words.catch(() => undefined);
    root.replaceChildren(refusal(problem));
    return;
  }
  let shell = new Shell(study);
  root.replaceChildren(shell.root);
  shell.start();
  watch((now, before) => {
    if (now.theme !== before.theme) applyTheme();
    if (now.language === before.language) shell.follow(before);
    else {
      void loadWords(languageFor(now.language)).then(() => {
        shell.close();
        shell = new Shell(study);
        root.replaceChildren(shell.root);
        shell.start();
      });
    }
  });
}

function refusal(problem: unknown): HTMLElement {
  const text = problem instanceof Problem ? problem.message : String(problem);
  return el("main", { class: "refusal" }, el("h1", {}, "Anello"), el("p", { role: "alert" }, word("shell.trouble", { x: text })));
}

const root = document.getElementById("anello");
if (root) void open(root);
