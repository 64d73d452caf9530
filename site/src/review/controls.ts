/** Confirm and reject, beside the sentences of a claim; there only where the server was started for review. */

import "./review.css";
import type { Client } from "../api/client";
import { button, el } from "../dom";
import { word } from "../words";
import { mayDecide } from "./deciding";
import { previewBox } from "./effect";

/** The controls of a claim; `said` is what a person said of it already. Empty where nobody may decide. */
export function claimControls(ask: Client, claim: string, said: string | null | undefined): HTMLElement {
  const root = el("div", { class: "review-controls", "data-review": claim });
  if (said) root.append(el("span", { class: `tag review-${said}` }, word(`review.is_${said}`)));
  void mayDecide(ask).then((may) => {
    if (may) root.append(...choices(ask, claim, said, root));
  });
  return root;
}

function choices(ask: Client, claim: string, said: string | null | undefined, root: HTMLElement): HTMLElement[] {
  const words = (["confirmed", "rejected"] as const).filter((verdict) => verdict !== said);
  let shown: HTMLElement | null = null;
  return words.map((verdict) => {
    const pressed = button({ class: `quiet review-${verdict}` }, () => {
      shown?.remove();
      shown = previewBox(ask, { kind: "claim", claim, verdict }, () => {
        shown?.remove();
        pressed.focus();
      });
      root.append(shown);
      shown.focus();
    }, word(`review.${verdict}`));
    return pressed;
  });
}
