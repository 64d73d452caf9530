/** The shapes that pages tell. */

export type * from "../api/views";
