/** What a renderer of the map can do, and what it tells. */

import type { Lit, Scene } from "./scene";

export interface Told {
  /** What a party or deal is called for who cannot see the map, and in the hint at the pointer. */
  party(id: string): string;
  deal(id: string): string;
  sum(id: string): string;
  openParty(id: string): void;
  openDeal(id: string): void;
  /** The pointer or the keyboard is on something, or on nothing. */
  over(what: { party?: string; deal?: string } | null, at: { x: number; y: number } | null): void;
}

export interface Drawing {
  /** Draw a scene; the view stays where it is unless there was none. */
  draw(scene: Scene): void;
  light(lit: Lit | null, chosen: string | null): void;
  zoom(by: number): void;
  fit(): void;
  close(): void;
}
