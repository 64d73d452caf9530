/** What pages and tables are given: the state, the API, and ways to go on. */

import { client } from "./api/client";
import type { Opener, Site } from "./pages/page";
import { go, hrefOf, state } from "./state";

const open: Opener = {
  ring: (id) => go({ ring: id, open: null }),
  deal: (id) => go({ open: `deal.${id}` }),
  deals: (ids) => {
    const [only] = ids;
    if (only !== undefined) go({ open: ids.length === 1 ? `deal.${only}` : `deals.${ids.join(".")}` });
  },
  party: (id) => go({ open: `party.${id}` }),
  claim: (id) => go({ open: `claim.${id}` }),
};

/** Return what a page is given at this moment. */
export function site(): Site {
  return {
    get state() {
      return state();
    },
    id: state().id,
    ask: client,
    go,
    href: hrefOf,
    open,
  };
}
