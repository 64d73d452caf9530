/** Walking from party to party by the arrow keys. */

import type { Scene } from "./scene";

const WAYS: Record<string, [number, number]> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** Return the party next to one in the direction of a key: near, and rather ahead than aside; null where there is none. */
export function nearest(scene: Scene, party: string, key: string): string | null {
  const way = WAYS[key];
  const from = scene.dots.find((dot) => dot.id === party);
  if (!way || !from) return null;
  let best: string | null = null;
  let least = Infinity;
  for (const dot of scene.dots) {
    const [dx, dy] = [dot.x - from.x, dot.y - from.y];
    const ahead = dx * way[0] + dy * way[1];
    if (dot.id === party || ahead <= 1e-6) continue;
    const aside = Math.abs(dx * way[1] - dy * way[0]);
    const cost = ahead + 2 * aside;
    if (cost < least) [best, least] = [dot.id, cost];
  }
  return best;
}
