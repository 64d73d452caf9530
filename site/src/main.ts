/** Opens the map. */

import "./style.css";
import { client, keepToken } from "./api/client";
import type { Study } from "./api/views";
import { startState, state } from "./state";
import { languageFor, loadWords } from "./words";

async function open(): Promise<void> {
  keepToken();
  startState();
  const [study] = await Promise.all([client.get<Study>("/study"), loadWords(languageFor(state().language))]);
  document.title = `Anello: ${study.name}`;
}

void open();
